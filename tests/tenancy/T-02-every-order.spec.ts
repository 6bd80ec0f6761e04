import { expect, liveLocks, stocktakeOf, test, type Stocktake } from './tenancy.fixture.js';

/** Time is no statement, so the end of a lease is an operation: `clock`, once, at any point between the commands of the others. */
test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
test.describe.configure({ mode: 'default' });

test('T-02d every order in which a count, the end of its lease and the next holder\'s count can meet', async ({ staff, put, desk, explore, clock, stores, tenantId }) => {
  const [ann, bob] = await staff(2);
  const place = await put.stock(5);
  const lock = stocktakeOf(place.warehouseId);
  let first: Stocktake;

  await explore('count against the next holder', {
    through: ['postgres', 'redis'], preemptions: 1,
    given: async () => {
      await stores.redis.client.flushdb();
      await put.forget();
      await put.set(place, 5);
      first = await desk(ann!).hold(place.warehouseId);
    },
    when: {
      ann: async () => (await desk(ann!).count(first, place.productId, 1)).status,
      bob: async () => {
        const begun = await desk(bob!).begin(place.warehouseId);
        if (begun.status !== 201) return begun.status;
        return { holds: begun.json<{ stocktake: Stocktake }>().stocktake.owner, counted: (await desk(bob!).count(begun.json<{ stocktake: Stocktake }>().stocktake, place.productId, 2)).status };
      },
      clock: () => clock(lock, first.owner),
    },
    then: async (told) => {
      const bobs = told.bob as { holds: string; counted: number } | number;
      const { onHand } = await put.level(place);
      if (bobs === 409) {
        expect([told.ann, onHand], 'nobody followed').toEqual([200, 1]);
        return;
      }
      expect(bobs, 'who was let in can count').toMatchObject({ counted: 200 });
      expect([200, 409]).toContain(told.ann);
      expect(onHand, 'the newest holder wrote last').toBe(2);
      expect((await liveLocks(stores, tenantId)).map(({ owner }) => owner), 'and holds the lock').toEqual([(bobs as { holds: string }).holds]);
    },
  });
});

test('T-02e every order in which a release, the end of its lease and the next holder can meet', async ({ staff, put, desk, explore, clock, stores, tenantId }) => {
  const [ann, bob] = await staff(2);
  const warehouseId = await put.warehouse();
  let first: Stocktake;

  await explore('release against the next holder', {
    through: ['postgres', 'redis'], preemptions: 1,
    given: async () => {
      await stores.redis.client.flushdb();
      await put.forget();
      first = await desk(ann!).hold(warehouseId);
    },
    when: {
      ann: async () => (await desk(ann!).end(warehouseId, first.owner)).status,
      bob: async () => {
        const begun = await desk(bob!).begin(warehouseId);
        return begun.status === 201 ? begun.json<{ stocktake: Stocktake }>().stocktake.owner : begun.status;
      },
      clock: () => clock(stocktakeOf(warehouseId), first.owner),
    },
    then: async (told) => {
      const locks = await liveLocks(stores, tenantId);
      expect(locks.map(({ owner }) => owner), 'the newer holder keeps the lock, and nobody else does').toEqual(told.bob === 409 ? [] : [told.bob]);
      expect(told.ann, 'who is told that it was released has released it').toBe(told.clock === 'a lease ended' ? 409 : 204);
    },
  });
});
