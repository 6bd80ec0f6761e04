import { lastOnes, reservation } from './last-ones.js';
import { expect, test } from './tenancy.fixture.js';

lastOnes('T-03a', 'pessimistic');

test('T-03d ten have asked for the last fifty before any has taken ten', { tag: '@quick' }, async ({ users, put, gates, volley, everythingHolds }) => {
  const buyers = await users(10);
  const place = await put.stock(50);

  const { result: outcome } = await gates.row('shop_stock', { product_id: place.productId }).during(() => volley(buyers, () => reservation(place, 10), { label: 'reserve' }), { waiters: 10 });

  expect(outcome).toHaveStatuses({ 201: 5, 409: 5 });
  expect(await put.level(place)).toEqual({ onHand: 0, reserved: 50, sold: 0, received: 50 });
  await everythingHolds();
});

test('T-03e what one warehouse has no more another gives, to the last piece', async ({ users, put, volley, everythingHolds }) => {
  const buyers = await users(10);
  const first = await put.stock(45);
  const second = { ...first, warehouseId: await put.warehouse('Second') };
  await put.set(second, 55);

  const outcome = await volley(buyers, () => reservation(first, 10), { label: 'reserve from two' });

  // Nobody gets a part from each: four from the first, which keeps five, and five from the second.
  expect(outcome).toHaveStatuses({ 201: 9, 409: 1 });
  expect(outcome.refused[0]!.value!.json()).toMatchObject({ error: 'sold_out', available: 5 });
  expect([await put.level(first), await put.level(second)].map(({ onHand, reserved }) => [onHand, reserved])).toEqual([[5, 40], [5, 50]]);
  await everythingHolds();
});
