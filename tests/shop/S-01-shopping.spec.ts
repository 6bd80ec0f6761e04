import { answered, ensemble, expect, test as base, type Order, type Payment, type Product } from './shop.fixture.js';

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

ensemble('S-01b buyers, staff and somebody who watches, each on a machine of their own', { roles: ['ann', 'bob', 'staff', 'watcher'] },
  async ({ role, users, owner, shop, stocked, idOf, agree, gather, together, rendezvous, stores, tenantId, everythingHolds }) => {
    const [me] = await users(1);
    const products = await agree('products', async (): Promise<Product[]> => (await stocked({ products: 2, each: 20 })).products);
    const [first, second] = products.map(({ id }) => id) as [string, string];
    const desk = shop(role === 'staff' ? owner : me);
    // What staff are to capture while others shop: an authorization of each.
    const waiting = role === 'staff' || role === 'watcher' ? '' : (await desk.settle((await desk.buy({ lines: [{ productId: second, quantity: 1 }] })).id, { capture: false })).id;
    const payments = Object.values(await gather('authorized', waiting)).filter((id) => id !== '');

    const outcome = await together('shop', async (): Promise<string[]> => {
      if (role === 'staff') return await Promise.all(payments.map(async (id) => answered<{ order: Order }>(await desk.capture(id), 200).order.id));
      if (role === 'watcher') {
        for (let n = 0; n < 10; n++) answered(await desk.product(first), 200);
        return [];
      }
      const order = await desk.buy({ reservationIds: [(await desk.hold({ productId: first, quantity: 2 })).id] });
      await desk.settle(order.id);
      return [order.id];
    });

    const buyers = new Set(Object.values(await gather('ids', role === 'staff' || role === 'watcher' ? '' : await idOf(me))).filter((id) => id !== ''));
    await everythingHolds();
    const stored = await stores.postgres.rows<{ id: string; user_id: string; status: string }>('select id, user_id, status from shop_orders where tenant_id = $1', [tenantId]);
    expect(stored.map(({ id }) => id).sort(), 'every order is one that somebody was told of').toEqual(outcome.values.flat().sort());
    expect(stored.every(({ status }) => status === 'PAID')).toBe(true);
    expect(new Set(stored.map(({ user_id }) => user_id)), 'and belongs to who bought').toEqual(buyers);
    await rendezvous('all have judged');
  });
