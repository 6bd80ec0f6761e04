import { answered, expect, test as base, type Order, type Payment } from './shop.fixture.js';

const test = base.extend<{ shoppers: number }>({ shoppers: [12, { option: true }] });

/** What one shopper was told, from the basket to the money back. */
interface Journey { user: string; reservation: string; order: Order; payment: Payment; refunded: string }

test('S-01a many people shop at once, each for themselves', async ({ users, shop, stocked, owner, idOf, race, shoppers: count, stores, tenantId, everythingHolds }) => {
  const shoppers = await users(count);
  const ids = await Promise.all(shoppers.map((user) => idOf(user)));
  const { products } = await stocked({ products: 2, each: 3 * count });
  const [first, second] = products.map(({ id }) => id) as [string, string];

  const outcome = await race(shoppers, async (user, i): Promise<Journey> => {
    const desk = shop(user);
    const { id: reservation } = await desk.hold({ productId: first, quantity: 1 + i % 2 });
    const order = await desk.buy({ reservationIds: [reservation], lines: [{ productId: second, quantity: 1 }] });
    const payment = await desk.settle(order.id);
    // Every third gets a part of it back, by the hands of staff.
    const refunded = i % 3 === 0 ? '1.25' : '0.00';
    if (refunded !== '0.00') answered(await shop(owner).refund(payment.id, refunded), 201);
    return { user: ids[i]!, reservation, order, payment, refunded };
  }, { label: 'shop', minOverlap: Math.min(count, 4) });

  const journeys = outcome.values;
  await everythingHolds();
  const stored = await stores.postgres.rows<{ user: string; order: string; reservation: string; payment: string; status: string; total: string; refunded: string }>(`
    select o.user_id as user, o.id as "order", l.reservation_id as reservation, p.id as payment, o.status, o.total::text as total, p.refunded::text as refunded
      from shop_orders o join shop_order_lines l on l.order_id = o.id and l.line = 1 join shop_payments p on p.order_id = o.id where o.tenant_id = $1`, [tenantId]);
  const told = journeys.map(({ user, order, reservation, payment, refunded }) => ({ user, order: order.id, reservation, payment: payment.id, status: 'PAID', total: order.total, refunded }));
  const byOrder = (a: { order: string }, b: { order: string }) => a.order.localeCompare(b.order);
  expect(stored.sort(byOrder), 'each order, reservation and payment is there under the user who was told of it').toEqual(told.sort(byOrder));
  for (const [i, { order, refunded }] of journeys.entries()) {
    expect(await shop(shoppers[i]!).account(), `${shoppers[i]!.name} is told their own account`).toEqual({ placed: 1, paid: 1, cancelled: 0, spent: order.total, refunded });
  }
});
