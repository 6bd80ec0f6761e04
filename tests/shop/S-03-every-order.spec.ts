import { expect, test } from './shop.fixture.js';

// One instance: the store decides, not the balancer. No workers: only the operations move.
test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

test('S-03c every order in which two reservations of the last one can meet', async ({ users, shop, stocked, explore, put }) => {
  const [ann, bob] = await users(2);
  const { warehouse: { id: warehouseId }, products: [{ id: productId }] } = await stocked();

  await explore('reserve against reserve', {
    given: () => put.clear([{ productId, warehouseId, onHand: 1 }]),
    when: {
      ann: async () => (await shop(ann).reserve({ productId, quantity: 1 })).status,
      bob: async () => (await shop(bob).reserve({ productId, quantity: 1 })).status,
    },
    then: async (told) => {
      expect(Object.values(told).sort(), 'one gets it, the other is told that it is sold out').toEqual([201, 409]);
      expect(await put.level(productId)).toEqual({ on_hand: 0, reserved: 1, sold: 0, received: 1 });
      return await put.offending();
    },
  });
});

test('S-03d every order in which the last one is given back and reserved', async ({ users, idOf, shop, stocked, explore, put }) => {
  const [ann, bob] = await users(2);
  const annId = await idOf(ann);
  const { warehouse: { id: warehouseId }, products: [{ id: productId }] } = await stocked();
  let held = '';

  await explore('release against reserve', {
    given: async () => {
      await put.clear([{ productId, warehouseId, onHand: 1 }]);
      held = await put.reservation({ userId: annId, productId, warehouseId });
    },
    when: {
      ann: async () => (await shop(ann).release(held)).status,
      bob: async () => (await shop(bob).reserve({ productId, quantity: 1 })).status,
    },
    then: async (told) => {
      expect(told.ann).toBe(204);
      expect([201, 409]).toContain(told.bob);
      expect(await put.level(productId)).toEqual(told.bob === 201 ? { on_hand: 0, reserved: 1, sold: 0, received: 1 } : { on_hand: 1, reserved: 0, sold: 0, received: 1 });
      return await put.offending();
    },
  });
});

test('S-03e every order in which a reservation is ordered while its time runs out', async ({ users, idOf, shop, stocked, explore, put, beside }) => {
  const [ann] = await users(1);
  const annId = await idOf(ann);
  const { warehouse: { id: warehouseId }, products: [{ id: productId }] } = await stocked();
  let held = '';

  await explore('order against the clock', {
    given: async () => {
      await put.clear([{ productId, warehouseId, onHand: 1 }]);
      held = await put.reservation({ userId: annId, productId, warehouseId });
      await beside.one('select 1');
    },
    when: {
      ann: async () => (await shop(ann).order({ reservationIds: [held] })).status,
      clock: async () => (await beside.rows('update shop_reservations set expires_at = clock_timestamp() where id = $1 and status = \'ACTIVE\' returning id', [held])).length,
    },
    then: async (told) => {
      expect([201, 409]).toContain(told.ann);
      expect(told.clock, 'the clock was first, or found nothing left to end').toBe(told.ann === 201 ? told.clock : 1);
      expect(await put.reservationStatus(held), 'ordered, or still to be returned').toBe(told.ann === 201 ? 'ORDERED' : 'ACTIVE');
      return await put.offending();
    },
  });
});

test('S-03f every order in which what is due is ordered, and reserved by somebody else', async ({ users, idOf, shop, stocked, explore, put }) => {
  const [ann, bob] = await users(2);
  const annId = await idOf(ann);
  const { warehouse: { id: warehouseId }, products: [{ id: productId }] } = await stocked();
  let held = '';

  await explore('order of what is due against reserve', {
    given: async () => {
      await put.clear([{ productId, warehouseId, onHand: 1 }]);
      held = await put.reservation({ userId: annId, productId, warehouseId }, -1);
    },
    when: {
      ann: async () => (await shop(ann).order({ reservationIds: [held] })).status,
      bob: async () => (await shop(bob).reserve({ productId, quantity: 1 })).status,
    },
    then: async (told) => {
      expect(told, 'what is due is nobody\'s: who orders it is refused, who reserves gets it').toEqual({ ann: 409, bob: 201 });
      expect(await put.reservationStatus(held)).toBe('EXPIRED');
      return await put.offending();
    },
  });
});

test('S-03h every order in which a reservation is released and ordered', async ({ users, signIn, idOf, shop, stocked, explore, put }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const annId = await idOf(ann);
  const { warehouse: { id: warehouseId }, products: [{ id: productId }] } = await stocked();
  let held = '';

  await explore('release against order', {
    given: async () => {
      await put.clear([{ productId, warehouseId, onHand: 1 }]);
      held = await put.reservation({ userId: annId, productId, warehouseId });
    },
    when: {
      ann: async () => (await shop(ann).release(held)).status,
      phone: async () => (await shop(phone).order({ reservationIds: [held] })).status,
    },
    then: async (told) => {
      expect([{ ann: 204, phone: 409 }, { ann: 409, phone: 201 }], 'one of the two was first').toContainEqual(told);
      return await put.offending();
    },
  });
});
