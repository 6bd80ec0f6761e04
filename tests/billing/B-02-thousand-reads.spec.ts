import { expect, test as base } from './billing.fixture.js';
import { samplesOf } from '../instance-metrics.js';
import type { Wire } from '../../fixtures/index.js';

const test = base.extend<{ readers: number; times: number }>({
  readers: [100, { option: true }],
  /** How many times as many reads are then sent at once. */
  times: [10, { option: true }],
});

// The catalogue that is held does not run out meanwhile: who then finds none reads it whole, and that is another thing than the crowd.
test.use({ deployment: { instances: 5, workers: 0, wire: true, settings: { CATALOGUE_CACHE_SECONDS: '3600' } } });

/**
 * That it grows no worse than linearly is judged by work and not by time: what is asked of the stores for so many reads at once, and
 * for as many in small bursts, is counted on the wire, and no busy machine changes it. How long both took, side by side, is in the report.
 */
test('B-02 ten times as many read the plans at once', async ({ users, volley, target, wire, readers, times, evidence }) => {
  const crowd = await users(readers);
  const processors = async () => (await samplesOf(target, 'process_cpu_seconds_total')).reduce((sum, { value }) => sum + value, 0) * 1000;

  /** Reads so many at once, so often. @returns how much was asked of the stores. */
  const read = async (at: number, bursts: number, label: string) => {
    const before = await processors();
    const passed: number[] = [];
    const asked = await countAsked(wire!, async () => {
      for (let i = 0; i < bursts; i++) {
        const outcome = await volley(Array.from({ length: at }, (_, n) => crowd[n % readers]!), () => ({ method: 'GET', path: '/api/billing/plans' }), { label });
        expect(outcome, 'everybody is served').toHaveStatuses({ 200: at });
        expect(outcome.instances, 'all instances took part').toHaveLength(5);
        passed.push(outcome.durationMs);
      }
    });
    evidence.measured(`${at * bursts} reads, ${at} at once`, [passed.reduce((sum, ms) => sum + ms, 0)]);
    evidence.measured(`the instances' processors for ${at * bursts} reads, ${at} at once`, [await processors() - before]);
    return asked;
  };
  // Whatever is done once, for a connection or a statement's plan, is done by then.
  await read(readers, 1, 'warm up');

  const few = await read(readers, times, 'few');
  const many = await read(readers * times, 1, 'many');
  expect(few, 'each read asks for the revision, and for what is held').toBeGreaterThanOrEqual(2 * readers * times);
  expect(many, `no worse than linear: what ${readers * times} reads at once asked of Postgres and Redis, by what as many in ${times} bursts did`).toBeLessThanOrEqual(few * 1.1);
});

/** Statements and commands that the application sends while something happens. */
async function countAsked(wire: Wire, during: () => Promise<void>): Promise<number> {
  let asked = 0;
  for (const proxy of [wire.postgres, wire.redis]) {
    proxy.listener = { arrived(batch) { asked += batch.statements.length; batch.release(); } };
  }
  try {
    await during();
  } finally {
    for (const proxy of [wire.postgres, wire.redis]) proxy.listener = undefined;
  }
  return asked;
}
