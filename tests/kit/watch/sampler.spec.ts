import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Sampler } from '../../../fixtures/sampler/sampler.js';
import { usageOf } from '../../../fixtures/sampler/usage.js';
import type { ProcessInfo } from '../../../fixtures/stack/types.js';
import { until } from '../../../fixtures/until.js';
import { expect, test as base } from '../explore/postgres.fixture.js';

const METRICS = { path: '/metrics', gauges: { pool: 'pool_size' }, counters: { retries: 'retries_total' } };

/** An instance that tells what `figures` says: this very process, so that it uses a processor and memory. */
const test = base.extend<{ figures: { pool: number; retries: number; answers: boolean }; instance: ProcessInfo }>({
  figures: async ({}, use) => { await use({ pool: 1, retries: 5, answers: true }); },
  instance: async ({ figures }, use) => {
    const server = http.createServer((_, response) => {
      if (!figures.answers) response.writeHead(503);
      response.end(`pool_size ${figures.pool}\nretries_total{reason="40001"} ${figures.retries}\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use({ name: 'api-1', kind: 'api', pid: process.pid, running: true, baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, log: '' });
    server.close();
  },
});

const looked = (sampler: Sampler) => {
  const { looks } = sampler.samples;
  // The one that is under way may have asked before.
  return until('a whole round of looks', () => sampler.samples.looks > looks + 12);
};

test('of gauges the highest is told, of counters what they rose by, of processes what they used', async ({ database, instance, figures }) => {
  const sampler = new Sampler({ processes: [instance], stores: { postgres: database }, shared: false, owned: true }, METRICS);
  sampler.start();
  await looked(sampler);
  Object.assign(figures, { pool: 7, retries: 8 });
  for (const { processorSeconds } = usageOf(process.pid)!; usageOf(process.pid)!.processorSeconds < processorSeconds + 0.2;) continue;
  await looked(sampler);
  figures.pool = 2;
  await sampler.stop();
  const { processes: [seen], missed, locks } = sampler.samples;
  expect(seen).toMatchObject({ name: 'api-1', most: { pool: 7 }, rose: { 'retries{reason="40001"}': 3 } });
  expect(seen!.processorSeconds).toBeGreaterThanOrEqual(0.2);
  expect(seen!.mostMemory).toBeGreaterThan(10_000_000);
  expect([missed, locks.waits]).toEqual([0, 0]);
});

test('who does not answer is passed over, and that is told', async ({ database, instance, figures }) => {
  const sampler = new Sampler({ processes: [instance, { ...instance, name: 'api-2', running: false }], stores: { postgres: database }, shared: false, owned: true }, METRICS);
  figures.answers = false;
  sampler.start();
  await looked(sampler);
  figures.answers = true;
  await looked(sampler);
  await sampler.stop();
  expect(sampler.samples.missed).toBeGreaterThan(0);
  expect(sampler.samples.processes, 'what has never run is left out').toMatchObject([{ name: 'api-1', most: { pool: 1 }, rose: {} }]);
});

test('while it looks closely, short waits are between its looks no more', async ({ database }) => {
  const sampler = new Sampler({ processes: [], stores: { postgres: database }, shared: false, owned: true }, METRICS);
  sampler.start();
  // At its usual pace a hundred looks take twenty seconds.
  const seen = await sampler.closely(async () => {
    const { looks } = sampler.samples;
    return await until('a hundred looks', () => sampler.samples.looks > looks + 100);
  });
  expect(seen).toBe(true);
  await expect(sampler.closely(() => Promise.reject(new Error('the race failed')))).rejects.toThrow('the race failed');
  await sampler.stop();
  expect(sampler.samples.missed).toBe(0);
});

test('one that was never started has seen nothing', async ({ database }) => {
  const sampler = new Sampler({ processes: [], stores: { postgres: database }, shared: false, owned: true }, METRICS);
  await sampler.stop();
  expect(sampler.samples).toMatchObject({ looks: 0, processes: [], locks: { waits: 0 } });
});
