import { until } from '../../fixtures/index.js';
import { bazaar } from '../bazaar.application.js';
import { answered, expect, liveLocks, stocktakeOf, test as base, type Locked } from './tenancy.fixture.js';

const test = base.extend<{ people: number }>({ people: [10, { option: true }] });

test('T-01a of ten who begin one stocktake at once one holds it, and the others are told for how long', { tag: '@quick' }, async ({ staff, put, volley, stores, tenantId, desk, people, everythingHolds }) => {
  const warehouseId = await put.warehouse();
  const admins = await staff(people);
  const before = performance.now();

  const outcome = await volley(admins, () => ({ method: 'POST', path: `/api/shop/warehouses/${warehouseId}/stocktake`, json: { leaseSeconds: 30 } }), { label: 'begin the stocktake' });

  expect(outcome).toHaveStatuses({ 201: 1, 409: people - 1 });
  const [winner] = outcome.acknowledged;
  const { stocktake } = winner!.value!.json<{ stocktake: { owner: string; token: number } }>();
  const [lock, ...more] = await liveLocks(stores, tenantId);
  expect(lock, 'Redis holds the lock of who was let in').toMatchObject({ name: stocktakeOf(warehouseId), owner: stocktake.owner, token: stocktake.token });
  expect(more, 'and no other').toEqual([]);
  const since = performance.now() - before;
  for (const { value } of outcome.refused) {
    const { error, expiresInMs } = value!.json<Locked>();
    expect(error).toBe('locked');
    expect(expiresInMs, 'nobody is told of more than the lease').toBeLessThanOrEqual(30_000);
    expect(expiresInMs - lock!.leftMs, 'what is left of it has become less by no more than the time that went by').toBeLessThanOrEqual(since);
    expect(Number(value!.headers['retry-after'])).toBe(Math.ceil(expiresInMs / 1000));
  }
  await everythingHolds();

  expect((await desk(admins[winner!.index]!).end(warehouseId, stocktake.owner)).status).toBe(204);
  expect(await liveLocks(stores, tenantId), 'given back').toEqual([]);
  const next = await desk(admins[0]!).hold(warehouseId);
  expect(next.token, 'tokens rise').toBeGreaterThan(stocktake.token);
});

test('T-01b a lease that nobody renews ends by itself, and one of those who come then is let in', async ({ staff, put, volley, stores, tenantId, desk, everythingHolds }) => {
  const warehouseId = await put.warehouse();
  const admins = await staff(5);
  const begin = () => ({ method: 'POST', path: `/api/shop/warehouses/${warehouseId}/stocktake`, json: { leaseSeconds: 3 } });
  const silent = await desk(admins[0]!).hold(warehouseId, 3);

  const early = await volley(admins, begin, { label: 'while it is held' });
  expect(early).toHaveStatuses({ 409: admins.length });
  expect(early.values.map(({ headers }) => Number(headers['retry-after'])).every((seconds) => seconds >= 1 && seconds <= 3)).toBe(true);

  await until('the lease to end', async () => (await liveLocks(stores, tenantId)).length === 0);
  const late = await volley(admins, begin, { label: 'when it has ended' });
  expect(late).toHaveStatuses({ 201: 1, 409: admins.length - 1 });
  expect(late.acknowledged[0]!.value!.json<{ stocktake: { token: number } }>().stocktake.token).toBeGreaterThan(silent.token);
  await everythingHolds();
});

test('T-01c a lock lives exactly as long as the work it is for, however that ends', async ({ users, staff, idOf, desk, gates, race, stores, tenantId, everythingHolds }) => {
  const [ann, bob, cat] = await Promise.all((await users(3)).map(idOf));
  const [seller] = await staff(1);
  const { vendor } = answered<{ vendor: { id: string } }>(await desk(seller!).becomeVendor('Vendor'), 201);
  const names = [ann, bob].map((id) => `invoicing:${vendor.id}:${id}`).sort();

  // Two stand at the vendor's row, each under a lock of its own; whoever else wants to invoice one of them is told so at once. When that is seen, a third lets all go on.
  const { result } = await gates.row('billing_vendors', { id: vendor.id }).during(async () => {
    const first = race([seller!, seller!], (user, i) => desk(user).invoice([ann, bob][i]!, '2026-01'), { label: 'invoice two customers' });
    const held = await until('both locks to be held', async () => {
      const locks = await liveLocks(stores, tenantId);
      return locks.length === 2 && locks;
    });
    const meanwhile = await desk(seller!).invoice(ann!, '2026-02');
    const last = await desk(seller!).invoiced(cat!, '2026-01');
    return { outcome: await first, held, meanwhile, last };
  }, { waiters: 3, withinMs: 15_000 });

  expect(result.held.map(({ name }) => name).sort()).toEqual(names);
  for (const { leftMs } of result.held) expect(leftMs > 0 && leftMs <= Number(bazaar.env.LOCK_LEASE_MS), 'each has a lease').toBe(true);
  expect(result.meanwhile.status, 'who comes meanwhile is not kept waiting').toBe(409);
  expect(result.meanwhile.json()).toMatchObject({ error: 'locked' });
  expect(result.outcome).toHaveStatuses({ 201: 2 });
  expect(await liveLocks(stores, tenantId), 'released after the commit').toEqual([]);

  expect((await desk(seller!).invoice(ann!, '2026-01')).json()).toMatchObject({ error: 'invoice_exists' });
  expect(await liveLocks(stores, tenantId), 'released after a refusal').toEqual([]);
  await everythingHolds();
});

test('T-01d two tenants hold locks of one name at once', async ({ owner, put, neighbour, volley, stores, tenantId, everythingHolds }) => {
  const warehouseId = await put.warehouse();
  const next = await neighbour();
  await next.put.warehouse('Main', warehouseId);

  const outcome = await volley([owner, next.owner, owner, next.owner], () => ({ method: 'POST', path: `/api/shop/warehouses/${warehouseId}/stocktake`, json: {} }), { label: 'begin, in two tenants' });

  expect(outcome, 'one in each').toHaveStatuses({ 201: 2, 409: 2 });
  const told = (i: number) => outcome.acknowledged.find(({ index }) => index % 2 === i)?.value!.json<{ stocktake: { owner: string } }>().stocktake.owner;
  expect((await liveLocks(stores, tenantId)).map(({ owner: holder }) => holder)).toEqual([told(0)]);
  expect((await liveLocks(stores, next.tenantId)).map(({ owner: holder }) => holder)).toEqual([told(1)]);
  await everythingHolds();
  await everythingHolds({ tenantId: next.tenantId });
});
