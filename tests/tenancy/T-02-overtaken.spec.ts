import { until } from '../../fixtures/index.js';
import { answered, endLease, expect, liveLocks, stocktakeOf, test, type Level, type Stocktake } from './tenancy.fixture.js';

test('T-02a who was overtaken cannot renew, release or write any more, and the newer holder does not notice', async ({ staff, put, desk, race, stores, tenantId, everythingHolds }) => {
  const [ann, bob] = await staff(2);
  const place = await put.stock(5);
  const stale = await desk(ann!).hold(place.warehouseId);
  await endLease(stores, tenantId, stocktakeOf(place.warehouseId));
  const current = await desk(bob!).hold(place.warehouseId);

  const outcome = await race([ann!, ann!, ann!, bob!, bob!], (user, i) => [
    () => desk(user).end(place.warehouseId, stale.owner),
    () => desk(user).renew(place.warehouseId, stale.owner, 300),
    () => desk(user).count(stale, place.productId, 1),
    () => desk(user).count(current, place.productId, 7),
    () => desk(user).renew(place.warehouseId, current.owner, 30),
  ][i]!(), { label: 'two who think they hold it' });

  expect(outcome).toHaveStatuses({ 200: 2, 409: 3 });
  for (const { user, value } of outcome.refused) {
    expect(user).toBe(ann!.name);
    expect(value!.json()).toMatchObject({ error: 'lock_lost' });
  }
  const [lock] = await liveLocks(stores, tenantId);
  expect(lock, 'the newer holder keeps it').toMatchObject({ owner: current.owner, token: current.token });
  expect(lock!.leftMs, 'for as long as they asked').toBeLessThanOrEqual(30_000);
  expect((await put.level(place)).onHand, 'and what they counted').toBe(7);
  await everythingHolds();
});

test('T-02b a successor is let in only when what the holder had begun has ended', { tag: '@quick' }, async ({ staff, put, desk, gates, stores, tenantId, everythingHolds }) => {
  const [ann, bob] = await staff(2);
  const place = await put.stock(5);
  const first = await desk(ann!).hold(place.warehouseId);

  // Ann's count stands at the stock, its lease runs out, and Bob wants the lock.
  const { result, hold } = await gates.row('shop_stock', { product_id: place.productId }).during(async () => {
    let committed = false;
    const count = desk(ann!).count(first, place.productId, 3).finally(() => { committed = true; });
    await until('Ann to be at the fence\'s row', async () => (await stores.postgres.rows(`
      select from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where a.datname = current_database() and l.relation = 'tenant_fences'::regclass and l.mode = 'RowExclusiveLock' and a.wait_event_type = 'Lock'`)).length > 0);
    await endLease(stores, tenantId, stocktakeOf(place.warehouseId));
    const begun = await desk(bob!).begin(place.warehouseId);
    return { count: await count, begun, committedBefore: committed };
  }, { withinMs: 15_000 });

  expect(hold.waiters.some(({ waitsFor }) => hold.waiters.some(({ id }) => waitsFor.includes(id))), 'Bob waited for Ann, not for the stock').toBe(true);
  expect(result.count.status, 'Ann had begun in time').toBe(200);
  const { stocktake } = answered<{ stocktake: Stocktake }>(result.begun, 201);
  expect(stocktake.token).toBeGreaterThan(first.token);
  expect((await put.level(place)).onHand).toBe(3);
  expect((await desk(ann!).count(first, place.productId, 4)).status, 'from then on nothing of Ann\'s').toBe(409);
  expect((await desk(bob!).counted(stocktake, place.productId, 6)).onHand).toBe(6);
  await everythingHolds();
});

test('T-02c who let the lease run out and was not followed by anybody may still write', async ({ staff, put, desk, race, stores, tenantId, everythingHolds }) => {
  const [ann, bob] = await staff(2);
  const place = await put.stock(5);
  const held = await desk(ann!).hold(place.warehouseId);
  await endLease(stores, tenantId, stocktakeOf(place.warehouseId));
  // Bob only sells; he is no holder.
  const outcome = await race([ann!, bob!], (user, i) => (i === 0 ? desk(user).count(held, place.productId, 9) : desk(user).reserve(place.productId, 1)), { label: 'count and reserve' });
  expect(outcome).toHaveStatuses({ 200: 1, 201: 1 });
  const { onHand, reserved } = await put.level(place);
  const { level } = outcome.values[0]!.json<{ level: Level }>();
  expect(level.onHand, 'what was counted').toBe(9);
  // In either order: counted first, one was taken from it; reserved first, the rest was counted.
  expect([[8, 1], [9, 1]]).toContainEqual([onHand, reserved]);
  await everythingHolds();
});
