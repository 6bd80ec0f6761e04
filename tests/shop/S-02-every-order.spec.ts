import { answered, expect, test, type Level, type Product } from './shop.fixture.js';

// Two instances: on the one connection that each has to Redis, what was sent first comes first, and no catalogue could overtake another.
test.use({ deployment: { wire: true, instances: 2, workers: 0 } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

test('S-02d every order in which stock is read and reserved', async ({ users, shop, stocked, explore, put }) => {
  const [ann, bob] = await users(2);
  const { warehouse: { id: warehouseId }, products: [{ id: productId }] } = await stocked();

  await explore('read against reserve', {
    given: () => put.clear([{ productId, warehouseId, onHand: 3 }]),
    when: {
      ann: async () => {
        const { onHand, reserved, received } = answered<{ levels: [Level] }>(await shop(ann).product(productId), 200).levels[0];
        return { onHand, reserved, received };
      },
      bob: async () => (await shop(bob).reserve({ productId, quantity: 2 })).status,
    },
    then: async (told) => {
      expect([{ onHand: 3, reserved: 0, received: 3 }, { onHand: 1, reserved: 2, received: 3 }], 'who reads sees the stock before or after, and no mixture').toContainEqual(told.ann);
      return await put.offending();
    },
  });
});

test('S-02e every order in which the catalogue is read and changed', async ({ users, signIn, tenancy, target, shop, stocked, explore, put, stores, tenantId }) => {
  const [here, there] = target.processes.filter(({ kind }) => kind === 'api');
  const [ann] = await users(1);
  const [reader, staff] = [await signIn(ann.credentials, { at: here }), await signIn(tenancy!.owner, { at: there })];
  const { warehouse: { id: warehouseId }, products: [{ id: productId }] } = await stocked();
  const versionRead = async () => answered<{ products: Product[] }>(await shop(reader).products(), 200).products[0]!.version;

  await explore('catalogue against edit', {
    through: ['postgres', 'redis'],
    given: async () => {
      await put.clear([{ productId, warehouseId, onHand: 1 }]);
      await stores.redis.client.del(`shop:catalogue:${tenantId}`);
    },
    when: { reader: versionRead, staff: async () => (await shop(staff).editProduct(productId, 1, { name: 'Another name' })).status },
    then: async (told) => {
      expect(told.staff).toBe(200);
      expect([1, 2]).toContain(told.reader);
      expect(await versionRead(), 'who reads after the change is shown it, whatever came to the cache last').toBe(2);
    },
  });
});
