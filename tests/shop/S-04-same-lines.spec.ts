import { seededFaker } from '../../data/random.js';
import { retriesOf } from './retries.js';
import { expect, refusal, test as base } from './shop.fixture.js';

const test = base.extend<{ customers: number; kinds: number; each: number }>({
  customers: [20, { option: true }],
  kinds: [5, { option: true }],
  each: [15, { option: true }],
});

// Of its own: whether anybody waited in a circle is counted for all who use it.
test.use({ deployment: { workers: 1 } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

const deadlocks = async (target: Parameters<typeof retriesOf>[0]) => (await retriesOf(target))['40P01'];

test('S-04a two order the same two products in opposite order, and meet at both', { tag: '@quick' }, async ({ users, shop, stocked, race, gates, target, tenantId, everythingHolds }) => {
  const pair = await users(2);
  const { products } = await stocked({ products: 2, each: 2 });
  const lines = products.map(({ id }) => ({ productId: id, quantity: 1 }));

  const { result: outcome } = await gates.row('shop_stock', { tenant_id: tenantId }).during(
    () => race(pair, (user, i) => shop(user).order({ lines: i === 0 ? lines : lines.toReversed() }), { label: 'order the same lines' }));

  expect(outcome).toHaveStatuses({ 201: 2 });
  expect(await deadlocks(target), 'nobody waited for each other in a circle').toBe(0);
  await everythingHolds();
});

test('S-04c many order the same products in every order', async ({ users, shop, stocked, race, customers: count, kinds, each, target, everythingHolds }) => {
  const customers = await users(count);
  const { products } = await stocked({ products: kinds, each });
  const lines = products.map(({ id }) => ({ productId: id, quantity: 1 }));

  const outcome = await race(customers, (user, i) => shop(user).order({ lines: seededFaker(i + 1).helpers.shuffle(lines) }), { label: 'order all' });

  expect(outcome, 'as many as there is enough for').toHaveStatuses({ 201: each, 409: count - each });
  for (const reply of outcome.values.filter(({ status }) => status === 409)) expect(refusal(reply)).toBe('sold_out');
  for (const reply of outcome.values.filter(({ status }) => status === 201)) expect(reply.json<{ order: { total: string } }>().order.total).toBe((12.5 * kinds).toFixed(2));
  expect(await deadlocks(target), 'nobody waited for each other in a circle').toBe(0);
  await everythingHolds();
});

test('S-04d an order of which one line is sold out leaves nothing', async ({ users, shop, stocked, race, gates, put, stores, tenantId, everythingHolds }) => {
  const pair = await users(2);
  const { products } = await stocked({ products: 3, each: 2 });
  const [first, last] = [products[0].id, products[2]!.id];

  // Each wants more of what the other wants than there is for both.
  const { result: outcome } = await gates.row('shop_stock', { tenant_id: tenantId }).during(
    () => race(pair, (user) => shop(user).order({ lines: products.map(({ id }) => ({ productId: id, quantity: id === last ? 2 : 1 })) }), { label: 'order more than there is' }));

  expect(outcome).toHaveStatuses({ 201: 1, 409: 1 });
  expect(outcome.values.find(({ status }) => status === 409)!.json()).toMatchObject({ error: 'sold_out', productId: last, available: 0 });
  await everythingHolds();
  expect(await put.level(first), 'who was refused holds nothing of the others either').toEqual({ on_hand: 1, reserved: 1, sold: 0, received: 2 });
  expect(await stores.postgres.one('select count(*)::int as orders from shop_orders where tenant_id = $1', [tenantId])).toEqual({ orders: 1 });
});
