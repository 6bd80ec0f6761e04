import { until } from '../../fixtures/index.js';
import { expect, test as base } from './shop.fixture.js';

const test = base.extend<{ buyers: number }>({ buyers: [8, { option: true }] });

test.use({ deployment: { instances: 2, workers: 1, settings: { PG_POOL_MAX: '6' } } });

test('S-10a who waits for a lock while a test runs is in its report, and so is what the processes did', { tag: '@quick' }, async ({ users, stocked, shop, gates, race, sampler, target, buyers, everythingHolds }) => {
  const people = await users(buyers);
  const [last] = await users(1);
  const { products: [{ id: productId }] } = await stocked({ each: 100 });

  // The last one comes, and so opens the gate, only when the others have been seen waiting.
  const { result: outcome, hold } = await gates.row('shop_stock', { product_id: productId }).during(async () => {
    const reserving = race(people, (user) => shop(user).reserve({ productId, quantity: 1 }), { label: 'reserve' });
    await until('all of them to be seen waiting', () => sampler.samples.locks.most >= buyers);
    expect((await shop(last).reserve({ productId, quantity: 1 })).status).toBe(201);
    return await reserving;
  }, { waiters: buyers + 1 });

  expect(outcome).toHaveStatuses({ 201: buyers });
  await sampler.stop();
  const { locks, processes } = sampler.samples;
  expect(locks.waits, 'everybody who waited at the gate was seen').toBeGreaterThanOrEqual(hold.waiters.length - 1);
  expect(locks.statements.map(({ statement }) => statement).join('\n')).toMatch(/shop_stock/);
  expect(locks.deadlocks).toBe(0);
  expect(processes.map(({ name }) => name).sort(), 'every process of the deployment is watched').toEqual(target.processes.map(({ name }) => name).sort());
  for (const { name, processorSeconds, mostMemory, most } of processes) {
    expect(mostMemory, `${name} has memory`).toBeGreaterThan(10_000_000);
    if (!name.startsWith('api-')) continue;
    expect(processorSeconds, `${name} has done something`).toBeGreaterThan(0);
    expect(most['pool limit']).toBe(6);
    expect(most['pool size'], `${name} has used its pool`).toBeGreaterThan(0);
    expect(most['pool size']).toBeLessThanOrEqual(6);
  }
  await everythingHolds();
});
