import { expect, test } from './shop.fixture.js';

// One instance: the store decides, not the balancer. No workers: only the operations move.
test.use({ deployment: { wire: true, instances: 1, workers: 0 } });

test('S-04b every order in which two orders of the same lines can meet', async ({ users, shop, stocked, explore, put }) => {
  const [ann, bob] = await users(2);
  const { warehouse: { id: warehouseId }, products } = await stocked({ products: 2 });
  const lines = products.map(({ id }) => ({ productId: id, quantity: 1 }));

  await explore('order against order', {
    given: () => put.clear(products.map(({ id }, i) => ({ productId: id, warehouseId, onHand: i === 0 ? 2 : 1 }))),
    when: {
      ann: async () => (await shop(ann).order({ lines })).status,
      bob: async () => (await shop(bob).order({ lines: lines.toReversed() })).status,
    },
    then: async (told) => {
      expect(Object.values(told).sort(), 'one gets both, the other is told that one is sold out').toEqual([201, 409]);
      expect(await put.level(products[0].id)).toEqual({ on_hand: 1, reserved: 1, sold: 0, received: 2 });
      return await put.offending();
    },
  });
});
