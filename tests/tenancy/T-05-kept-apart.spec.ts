import { LiveStream } from '../gallery/live-stream.js';
import { noRows, until } from '../../fixtures/index.js';
import { answered, expect, test as base } from './tenancy.fixture.js';
import { foreign, furnish, idsOf, LISTS, oneByOne, type Twin } from './twins.js';

const test = base.extend<{ twins: [Twin, Twin]; rounds: number }>({
  rounds: [3, { option: true }],
  twins: async ({ owner, tenantId, neighbour }, use) => {
    const next = await neighbour();
    await use(await Promise.all([furnish(tenantId, owner), furnish(next.tenantId, next.owner)]));
  },
});

// One connection an instance: whoever comes next gets the one that the other tenant has just used.
test.use({ deployment: { instances: 2, workers: 2, settings: { PG_POOL_MAX: '1', WORKER_PG_POOL_MAX: '1' } } });

const atRest = (twins: readonly Twin[]) => twins.map(({ tenantId }) => noRows('every task to end', 'select id, kind, status from billing_tasks where tenant_id = $1 and status not in (\'DONE\', \'FAILED\')', [tenantId]));

test('T-05a whatever two tenants read at once over one connection is their own', async ({ twins, race, stores, rounds, everythingHolds }) => {
  await stores.settled(atRest(twins));
  const ids = await Promise.all(twins.map(({ tenantId }) => idsOf(stores, tenantId)));
  const asked = twins.flatMap((twin, t) => [...LISTS, ...oneByOne(twin)].map((path) => ({ twin, t, path })));

  const outcome = await race(asked.map(({ twin }) => twin.owner), async ({ api }, i) => await api.get(asked[i]!.path), { label: 'all that two tenants can read', rounds });

  expect(outcome).toHaveStatuses({ 200: asked.length * rounds });
  const shown = outcome.operations.map(({ value, index }) => ({ where: asked[index]!.path, text: value!.text, t: asked[index]!.t }));
  for (const t of [0, 1]) {
    expect(foreign(shown.filter((answer) => answer.t === t), ids[1 - t]!), 'something of the other tenant was shown').toEqual([]);
    expect(shown.filter((answer) => answer.t === t && answer.where.endsWith('/document')).map(({ text }) => text.includes(twins[t]!.tenantId)), 'each its own document').toEqual(Array.from({ length: rounds }, () => true));
  }
  await everythingHolds();
});

test('T-05b what belongs to another tenant is not there, whatever is asked of it', async ({ twins, race, stores, everythingHolds }) => {
  await stores.settled(atRest(twins));
  const asked = [0, 1].flatMap((t) => oneByOne(twins[1 - t]!).map((path) => ({ user: twins[t]!.owner, path })));
  const read = await race(asked.map(({ user }) => user), async ({ api }, i) => await api.get(asked[i]!.path), { label: 'read what is the other\'s' });
  expect(read).toHaveStatuses({ 404: asked.length });

  const [own, other] = [twins[0], twins[1]];
  const before = await idsOf(stores, other.tenantId);
  const key = (name: string) => ({ headers: { 'idempotency-key': name } });
  const writes = [
    () => own.owner.api.post('/api/shop/reservations', { json: { productId: other.product, quantity: 1 }, ...key('r') }),
    () => own.owner.api.delete(`/api/shop/reservations/${other.reservation}`),
    () => own.owner.api.post(`/api/shop/orders/${other.order}/cancel`),
    () => own.owner.api.patch(`/api/shop/products/${other.product}`, { json: { version: 1, name: 'Mine' } }),
    () => own.owner.api.post(`/api/billing/events/${other.event}/tickets`, { json: { quantity: 1 }, ...key('t') }),
    () => own.owner.api.post(`/api/billing/slots/${other.slot}/bookings`, key('b')),
    () => own.owner.api.post(`/api/billing/invoices/${other.invoice}/void`),
  ];
  const written = await race(writes.map(() => own.owner), (_, i) => writes[i]!(), { label: 'write what is the other\'s' });
  expect(written).toHaveStatuses({ 404: writes.length });
  expect([...await idsOf(stores, other.tenantId)].sort(), 'nothing of it was touched').toEqual([...before].sort());
  await everythingHolds();
  await everythingHolds({ tenantId: other.tenantId });
});

test('T-05c two tenants use one key for one request at once, and each has its own answer', { tag: '@quick' }, async ({ twins, race, everythingHolds }) => {
  const outcome = await race(twins.map(({ owner }) => owner), async ({ api }) => await api.post('/api/shop/warehouses', { json: { name: 'Second' }, headers: { 'idempotency-key': 'second-warehouse' } }),
    { label: 'the same key, body and path' });
  expect(outcome).toHaveStatuses({ 201: 2 });
  const ids = outcome.values.map((reply) => reply.json<{ warehouse: { id: string } }>().warehouse.id);
  expect(new Set(ids).size, 'two warehouses').toBe(2);
  for (const { headers } of outcome.values) expect(headers['idempotency-replayed']).toBeUndefined();
  await everythingHolds();
});

test('T-05d what is told live and by message says whose it is, and reaches nobody else', async ({ twins, race, tap, stores, everythingHolds }) => {
  const taps = await Promise.all([tap('shop'), tap('billing')]);
  const streams = await Promise.all(twins.map(({ owner }) => Promise.all(['/api/shop/live', '/api/billing/live'].map((path) => LiveStream.open(owner, path)))));
  const acts = twins.flatMap((twin) => [
    { twin, path: '/api/shop/orders', json: { lines: [{ productId: twin.product, quantity: 1 }] } },
    { twin, path: `/api/billing/events/${twin.event}/tickets`, json: { quantity: 2 } },
    { twin, path: '/api/billing/tasks', json: { kind: 'statement' } },
  ]);
  const outcome = await race(acts.map(({ twin }) => twin.owner), async ({ api }, i) => await api.post(acts[i]!.path, { json: acts[i]!.json, headers: { 'idempotency-key': `live-${i}` } }), { label: 'both order, buy and ask for a statement' });
  expect(outcome).toHaveStatuses({ 201: 4, 202: 2 });
  await stores.settled(atRest(twins));

  const ids = await Promise.all(twins.map(({ tenantId }) => idsOf(stores, tenantId)));
  for (const [t, [shop, billing]] of streams.entries()) {
    await until('the news to come', () => shop!.events.some(({ event }) => event === 'level') && billing!.events.some(({ event }) => event === 'event') && billing!.events.some(({ event, data }) => event === 'task' && (data as { status: string }).status === 'DONE'));
    const heard = [shop!, billing!].flatMap(({ events }) => events.map(({ event, data }) => ({ where: `live ${event}`, text: JSON.stringify(data) })));
    expect(foreign(heard, ids[1 - t]!), 'news of the other tenant were heard').toEqual([]);
    await Promise.all([shop!.close(), billing!.close()]);
  }
  const messages = (await Promise.all(taps.map((each) => each.atLeast<{ tenantId: string }>(2)))).flat();
  for (const { body } of messages) {
    const t = twins.findIndex(({ tenantId }) => tenantId === body.tenantId);
    expect(t, 'a message says whose it is').not.toBe(-1);
    expect(foreign([{ where: 'message', text: JSON.stringify(body) }], ids[1 - t]!)).toEqual([]);
  }
  for (const { owner, task } of twins) answered(await owner.api.get(`/api/billing/tasks/${task}`), 200);
  await everythingHolds();
});
