import { expect, refusal, test } from './shop.fixture.js';

test.use({ deployment: { instances: 2, workers: 0, settings: { STOCK_STRATEGY: 'optimistic', CONFLICT_ATTEMPTS: '1' } } });

test('S-08f who may not try again is told so, and has changed nothing', { tag: '@quick' }, async ({ users, shop, stocked, race, gates, put, stores, tenantId, everythingHolds }) => {
  const pair = await users(2);
  const { products: [{ id: productId }] } = await stocked({ each: 2 });

  // Both have read the stock before either writes it.
  const { result: outcome } = await gates.row('shop_stock', { product_id: productId }).during(() => race(pair, (user) => shop(user).reserve({ productId, quantity: 1 }), { label: 'reserve' }));

  expect(outcome).toHaveStatuses({ 201: 1, 503: 1 });
  const refused = outcome.values.find(({ status }) => status === 503)!;
  expect(refusal(refused)).toBe('unavailable');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  await everythingHolds();
  expect(await put.level(productId)).toEqual({ on_hand: 1, reserved: 1, sold: 0, received: 2 });
  expect(await stores.postgres.rows('select key from idempotency_keys where tenant_id = $1 and state = \'IN_PROGRESS\'', [tenantId]), 'its key is free').toEqual([]);
  expect((await shop(pair[outcome.values.indexOf(refused)]!).reserve({ productId, quantity: 1 })).status, 'and alone it goes').toBe(201);
});
