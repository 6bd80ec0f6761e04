import { expect, test } from './shop.fixture.js';

// Each waits for at most a second: whoever is kept longer gives up.
test.use({ deployment: { instances: 2, workers: 0, settings: { LOCK_TIMEOUT_MS: '1000' } } });

test('S-10b who gives up waiting for a lock is counted by the instance that served them', async ({ users, put, stocked, shop, gates, race, sampler, everythingHolds }) => {
  const people = await users(3);
  const { products: [{ id: productId }] } = await stocked({ each: 100 });

  // Nobody comes any more, and the gate outlasts all patience.
  const { result: outcome } = await gates.row('shop_stock', { product_id: productId }).during(() => race(people, (user) => shop(user).reserve({ productId, quantity: 1 }), { label: 'reserve' }),
    { waiters: people.length + 1, withinMs: 5000, quietMs: 5000 });

  expect(outcome).toHaveStatuses({ 409: people.length });
  for (const { value } of outcome.refused) expect(value!.json()).toMatchObject({ error: 'locked' });
  await sampler.stop();
  const counted = sampler.samples.processes.map(({ rose }) => rose['lock time-outs'] ?? 0).reduce((sum, n) => sum + n, 0);
  expect(counted, 'each that gave up').toBe(people.length);
  expect((await put.level(productId)).reserved, 'and left nothing').toBe(0);
  await everythingHolds();
});
