import { expect, stocktakeOf, test } from './tenancy.fixture.js';

// Its Redis is emptied.
test.use({ deployment: { instances: 2, workers: 0 } });

test('T-02f after Redis has been emptied nobody is let in with a token that an older holder has, too', async ({ staff, put, desk, race, evidence, stores, tenantId, everythingHolds }) => {
  const [ann, bob, cat] = await staff(3);
  const place = await put.stock(5);
  const [first, second] = [await desk(ann!).hold(place.warehouseId), await desk(ann!).hold(await put.warehouse())];
  await stores.redis.client.flushdb();
  evidence.fault('Redis emptied while two stocktakes are under way');

  const begun = await race([bob!, cat!], (user) => desk(user).begin(place.warehouseId), { label: 'begin anew' });
  expect(begun).toHaveStatuses({ 201: 1, 409: 1 });
  const { stocktake } = begun.acknowledged[0]!.value!.json<{ stocktake: typeof first }>();
  expect(stocktake.token, 'the token goes on rising').toBeGreaterThan(first.token);

  const counts = await race([ann!, bob!, ann!], (user, i) => desk(user).count([first, stocktake, second][i]!, place.productId, [1, 2, 3][i]!), { label: 'count, before and after' });
  expect(counts.values.map(({ status }) => status), 'the one who was followed is fenced; the one who was not may write').toEqual([409, 200, 200]);
  expect((await put.level(place)).onHand).toBe(2);
  const fences = await stores.postgres.rows<{ token: string }>('select token::text as token from tenant_fences where tenant_id = $1 and name = $2', [tenantId, stocktakeOf(place.warehouseId)]);
  expect(fences).toEqual([{ token: String(stocktake.token) }]);
  await everythingHolds();
});
