import { expect, liveLocks, stocktakeOf, test } from './tenancy.fixture.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
test.describe.configure({ mode: 'default' });

test('T-01e every order in which two can begin a stocktake', async ({ staff, put, desk, explore, stores, tenantId }) => {
  const [ann, bob] = await staff(2);
  const warehouseId = await put.warehouse();

  await explore('begin against begin', {
    through: ['postgres', 'redis'],
    given: async () => {
      await stores.redis.client.flushdb();
      await put.forget();
    },
    when: { ann: async () => (await desk(ann!).begin(warehouseId)).status, bob: async () => (await desk(bob!).begin(warehouseId)).status },
    then: async (told) => {
      expect(Object.values(told).sort(), 'one is let in').toEqual([201, 409]);
      const locks = await liveLocks(stores, tenantId);
      expect(locks.map(({ name }) => name)).toEqual([stocktakeOf(warehouseId)]);
      expect(locks[0]!.leftMs, 'a lock has a lease').toBeGreaterThan(0);
    },
  });
});
