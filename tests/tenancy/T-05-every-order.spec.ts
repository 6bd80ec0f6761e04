import { answered, expect, test } from './tenancy.fixture.js';

// Two connections, which go from one tenant to the other between two schedules.
test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: { PG_POOL_MAX: '2' } } });
test.describe.configure({ mode: 'default' });

test('T-05e every order in which two tenants can read, and write, under equal names', async ({ owner, put, neighbour, desk, explore, stores, tenantId }) => {
  const next = await neighbour();
  const own = await put.stock(5);
  const theirs = await next.put.stock(5);

  await explore('read and write against the same in another tenant', {
    // Of two tenants no statement affects another, so a reduction would leave one order; that it is so is what is to be shown.
    preemptions: 1, through: ['postgres', 'redis'], reduce: false,
    given: async () => {
      await stores.redis.client.flushdb();
      await put.forget();
      await next.put.forget();
      await put.set(own, 5);
      await next.put.set(theirs, 5);
    },
    when: {
      own: async () => answered<{ products: { id: string }[] }>(await desk(owner).products(), 200).products.map(({ id }) => id),
      next: async () => (await desk(next.owner).reserve(theirs.productId, 5, 'one-key')).status,
    },
    then: async (told) => {
      expect(told).toEqual({ own: [own.productId], next: 201 });
      expect([(await put.level(own)).onHand, (await next.put.level(theirs)).onHand]).toEqual([5, 0]);
      return await stores.postgres.rows('select id from shop_reservations where tenant_id = $1', [tenantId]);
    },
  });
});
