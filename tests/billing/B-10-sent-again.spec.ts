import { randomUUID } from 'node:crypto';
import { NotYet, until, type Reply } from '../../fixtures/index.js';
import { answered, expect, keyed, test as base, type Purchase } from './billing.fixture.js';

const test = base.extend<{ times: number }>({ times: [20, { option: true }] });

test.use({ deployment: { instances: 5, workers: 0 } });
test.describe.configure({ mode: 'default' });

const replayed = ({ headers }: Reply) => headers['idempotency-replayed'] === 'true';

/** What a purchase has left. */
const SOLD = 'select e.available, (select count(*)::int from billing_tickets where event_id = e.id) as tickets, (select count(*)::int from billing_charges where tenant_id = e.tenant_id and purchase_id is not null) as charges from billing_events e where id = $1';

test('B-10a a purchase that is sent again is answered again, and done once', async ({ users, signIn, billing, newVendor, race, target, stores, everythingHolds }) => {
  const { id } = await billing(await newVendor()).newEvent(10);
  const [ann, bob] = await users(2);
  const key = randomUUID();
  const devices = await Promise.all(target.processes.filter(({ kind }) => kind === 'api').map((at) => signIn(ann.credentials, { at })));

  const first = await billing(ann).buy(id, 2, key);
  answered<Purchase>(first, 201);
  const again = await race(devices, (device) => billing(device).buy(id, 2, key), { label: 'send it again at every instance' });

  expect(again).toHaveStatuses({ 201: devices.length });
  expect(new Set(again.values.map(({ text }) => text)), 'the first answer, byte for byte').toEqual(new Set([first.text]));
  expect([first, ...again.values].map(replayed), 'and it says so').toEqual([false, ...devices.map(() => true)]);
  answered(await billing(bob).buy(id, 2, key), 201);
  expect(await stores.postgres.one(SOLD, [id]), 'a key is its user\'s: somebody else\'s purchase is another').toEqual({ available: 6, tickets: 4, charges: 2 });
  await everythingHolds();
});

test('B-10b one purchase is sent many times at once, to all instances', { tag: '@quick' }, async ({ users, signIn, billing, newVendor, volley, times, target, stores, everythingHolds }) => {
  const { id } = await billing(await newVendor()).newEvent(50);
  const [ann] = await users(1);
  const key = randomUUID();
  const instances = target.processes.filter(({ kind }) => kind === 'api');
  const devices = await Promise.all(Array.from({ length: times }, (_, i) => signIn(ann.credentials, { at: instances[i % instances.length] })));

  const outcome = await volley(devices, () => keyed(`events/${id}/tickets`, { quantity: 1 }, key), { label: 'buy with one key' });

  for (const { value } of outcome.refused) {
    expect(value!.status).toBe(409);
    expect(value!.json(), 'the first is under way').toMatchObject({ error: 'in_progress' });
    expect(value!.headers['retry-after']).toBe('1');
  }
  expect(outcome.values.filter((reply) => reply.status === 201 && !replayed(reply)), 'one carries it out').toHaveLength(1);
  const final = await Promise.all(devices.map((device) => until('the first to be answered', async () => {
    const reply = await billing(device).buy(id, 1, key);
    if (reply.status === 409) throw new NotYet('it is under way');
    return reply;
  })));
  expect(new Set([...outcome.values.filter(({ status }) => status === 201), ...final].map(({ status, text }) => `${status} ${text}`)).size, 'in the end all have the same answer').toBe(1);
  expect(await stores.postgres.one(SOLD, [id]), 'one effect').toEqual({ available: 49, tickets: 1, charges: 1 });
  await everythingHolds();
});

test('B-10c a key that is sent with another request is refused, before and after the first is done', { tag: '@quick' }, async ({ users, billing, newVendor, gates, race, stores, everythingHolds }) => {
  const { id } = await billing(await newVendor()).newEvent(10);
  const [ann] = await users(1);
  const key = randomUUID();
  const desk = billing(ann);
  let whileUnderWay: Reply[] = [];

  // The first, and somebody else's, wait at the event while the key comes again.
  const [bob] = await users(1);
  const { result: outcome } = await gates.row('billing_events', { id }).during(async (gate) => {
    const both = race([ann, bob], (user, i) => billing(user).buy(id, 1, i === 0 ? key : undefined), { label: 'buy' });
    await until('the first to be under way', () => stores.postgres.rows('select from idempotency_keys where key = $1', [key]).then(({ length }) => length === 1), { everyMs: 3 });
    await gate.filled(2);
    whileUnderWay = [await desk.buy(id, 2, key), await desk.requestStatement(undefined, key), await desk.buy(id, 1, key)];
    gate.open();
    return await both;
  }, { waiters: 3, withinMs: 60_000 });

  expect(outcome).toHaveStatuses({ 201: 2 });
  expect(whileUnderWay.map((reply) => [reply.status, reply.json<{ error: string }>().error]), 'another body or path is refused; the same request is under way').toEqual([[422, 'idempotency_key_reused'], [422, 'idempotency_key_reused'], [409, 'in_progress']]);
  const after = [await desk.buy(id, 2, key), await desk.requestStatement(undefined, key)];
  expect(after.map(({ status }) => status)).toEqual([422, 422]);
  expect(await stores.postgres.one(SOLD, [id])).toEqual({ available: 8, tickets: 2, charges: 2 });
  await everythingHolds();
});

test('B-10d what was refused did nothing, and its key can be sent again', async ({ users, billing, newVendor, race, stores, everythingHolds }) => {
  const desk = billing(await newVendor());
  const [slot, full] = [await desk.newSlot(1), await desk.newEvent(1)];
  const [ann, bob] = await users(2);
  const [keys, keysAgain] = [[randomUUID(), randomUUID()], [randomUUID()]];
  answered(await billing(bob).book(slot.id), 201);

  const refused = await race([ann, ann], (user, i) => (i === 0 ? billing(user).book(slot.id, keys[0]) : billing(user).buy(full.id, 2, keys[1])), { label: 'book and buy in vain' });
  expect(refused).toHaveStatuses({ 409: 2 });
  expect(await stores.postgres.rows('select key from idempotency_keys where key = any($1)', [keys]), 'a refusal frees its key').toEqual([]);
  answered(await billing(bob).unbook(slot.id), 200);
  const again = await race([ann, ann], (user, i) => (i === 0 ? billing(user).book(slot.id, keys[0]) : billing(user).buy(full.id, 1, keysAgain[0])), { label: 'again' });

  expect(again).toHaveStatuses({ 201: 2 });
  expect(again.values.map(replayed), 'carried out, not replayed').toEqual([false, false]);
  await everythingHolds();
});
