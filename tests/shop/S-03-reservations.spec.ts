import { expect, refusal, test as base } from './shop.fixture.js';

const test = base.extend<{ customers: number; onHand: number; quantity: number }>({
  customers: [50, { option: true }],
  onHand: [20, { option: true }],
  quantity: [2, { option: true }],
});

test('S-03a many reserve what there is not enough of', async ({ users, shop, stocked, race, customers: count, onHand, quantity, put, stores, tenantId, everythingHolds }) => {
  const customers = await users(count);
  const { products: [{ id: productId }] } = await stocked({ each: onHand });
  const enoughFor = Math.floor(onHand / quantity);

  const outcome = await race(customers, (user) => shop(user).reserve({ productId, quantity }), { label: 'reserve' });

  expect(outcome, 'as many as there is enough for').toHaveStatuses({ 201: enoughFor, 409: count - enoughFor });
  for (const reply of outcome.values.filter(({ status }) => status === 409)) expect(refusal(reply)).toBe('sold_out');
  await everythingHolds();
  expect(await put.level(productId)).toEqual({ on_hand: onHand - enoughFor * quantity, reserved: enoughFor * quantity, sold: 0, received: onHand });
  const told = outcome.values.filter(({ status }) => status === 201).map((reply) => reply.json<{ reservation: { id: string } }>().reservation.id);
  const stored = (await stores.postgres.rows<{ id: string }>('select id from shop_reservations where tenant_id = $1', [tenantId])).map(({ id }) => id);
  expect(stored.sort(), 'the reservations are those that were acknowledged').toEqual(told.sort());
});

test('S-03b two have come to the last one before either takes it', { tag: '@quick' }, async ({ users, shop, stocked, race, gates, put, everythingHolds }) => {
  const pair = await users(2);
  const { products: [{ id: productId }] } = await stocked({ each: 1 });

  const { result: outcome } = await gates.row('shop_stock', { product_id: productId }).during(() => race(pair, (user) => shop(user).reserve({ productId, quantity: 1 }), { label: 'reserve the last one' }));

  expect(outcome).toHaveStatuses({ 201: 1, 409: 1 });
  await everythingHolds();
  expect(await put.level(productId)).toEqual({ on_hand: 0, reserved: 1, sold: 0, received: 1 });
});
