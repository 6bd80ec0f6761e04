import { NotYet, until } from '../../fixtures/index.js';
import { expect, refusal, test as base } from './shop.fixture.js';

const test = base.extend<{ customers: number; kept: number }>({
  customers: [10, { option: true }],
  /** So many of them order in time; more than the others, so that what is returned twice is not missed by there being nothing left. */
  kept: [6, { option: true }],
});

// Several workers look for what is due at the same time.
test.use({ deployment: { workers: 3, settings: { RESERVATION_SWEEP_MS: '100' } } });

test('S-03g what nobody orders in time comes back once, whoever returns it', async ({ users, shop, stocked, race, gates, customers: count, kept, put, stores, tenantId, everythingHolds }) => {
  const customers = await users(count);
  const { products: [{ id: productId }] } = await stocked({ each: count });

  // All have reserved, some have ordered; then the time of the others is over, and at least two workers have found them due before one of them returns anything.
  const outcome = await race(customers, async (user, i) => {
    const { id } = await shop(user).hold({ productId, quantity: 1 });
    if (i < kept) await shop(user).buy({ reservationIds: [id] });
    return id;
  }, { label: 'reserve' });
  const reserved = outcome.values;
  await gates.row('shop_stock', { product_id: productId }).during(async () => {
    await stores.postgres.rows('update shop_reservations set expires_at = clock_timestamp() where tenant_id = $1 and status = \'ACTIVE\'', [tenantId]);
    await until('the rest to come back', async () => {
      const active = await stores.postgres.rows('select id from shop_reservations where tenant_id = $1 and status = \'ACTIVE\'', [tenantId]);
      if (active.length > 0) throw new NotYet(`${active.length} are still active`);
      return true;
    });
  });

  await everythingHolds();
  expect(await put.level(productId), 'what was not ordered is on hand again, once').toEqual({ on_hand: count - kept, reserved: kept, sold: 0, received: count });
  const late = await race(customers.slice(kept), (user, i) => shop(user).order({ reservationIds: [reserved[kept + i]!] }), { label: 'order too late' });
  expect(late).toHaveStatuses({ 409: count - kept });
  expect([...new Set(late.values.map(refusal))]).toEqual(['reservation_expired']);
});
