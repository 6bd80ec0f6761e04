import { randomUUID } from 'node:crypto';
import { invoiceLines } from '../../data/billing.js';
import { NotYet, until, type Reply } from '../../fixtures/index.js';
import { answered, expect, test, type Invoice, type Purchase, type Vendor } from './billing.fixture.js';

// Leases as short as may be: of a key, and of the distributed lock.
test.use({ deployment: { wire: true, instances: 3, workers: 1, settings: { IDEMPOTENCY_LEASE_SECONDS: '1', LOCK_LEASE_MS: '1000' } } });
test.describe.configure({ mode: 'default' });

/** Sends a request again until it is neither under way nor in anybody's hands. */
const insisted = (send: () => Promise<Reply>) => until('the repetition to be carried out', async () => {
  const reply = await send();
  if (reply.status === 409) throw new NotYet(reply.excerpt);
  return reply;
}, { everyMs: 100 });

test('B-10g the instance that is at it dies half-way, and the request is sent again elsewhere', async ({ users, signIn, billing, newVendor, gates, target, stores, evidence, everythingHolds }) => {
  const { id } = await billing(await newVendor()).newEvent(10);
  const [ann, bob] = await users(2);
  const [first, second, third] = target.processes.filter(({ kind }) => kind === 'api');
  const [here, elsewhere, other] = [await signIn(ann.credentials, { at: first }), await signIn(ann.credentials, { at: second }), await signIn(bob.credentials, { at: third })];
  const key = randomUUID();

  // Both have taken their keys and wait to take a ticket when one instance dies.
  const { result: bystander } = await gates.row('billing_events', { id }).during(async (gate) => {
    const lost = billing(here).buy(id, 1, key).then(({ status }) => status, () => 'no answer');
    const buying = billing(other).buy(id, 1);
    await gate.filled(2);
    await target.kill(first!.name);
    evidence.fault(`${first!.name} killed while it waits to take a ticket`);
    expect(await lost).toBe('no answer');
    gate.open();
    return await buying;
  }, { waiters: 3, withinMs: 60_000 });
  answered(bystander, 201);

  const reply = await insisted(() => billing(elsewhere).buy(id, 1, key));
  const { tickets } = answered<Purchase>(reply, 201);
  expect((await billing(elsewhere).buy(id, 1, key)).text, 'whoever sends it again is told the same').toBe(reply.text);
  expect(await stores.postgres.rows('select t.number from billing_tickets t join users u on u.id = t.user_id where u.email = $1', [ann.credentials.email]), 'one effect').toEqual(tickets.map(({ number }) => ({ number })));
  await target.start(first!.name);
  await everythingHolds();
});

test('B-10h the instance that is at it stands still, is overtaken, and goes on', async ({ users, signIn, billing, newVendor, idOf, gates, target, stores, tenantId, evidence, everythingHolds }) => {
  const vendor = await newVendor();
  const { id: vendorId } = answered<{ vendors: Vendor[] }>(await billing(vendor).vendors(), 200).vendors[0]!;
  const [customer] = await users(1);
  const [first, second, third] = target.processes.filter(({ kind }) => kind === 'api');
  const [here, elsewhere, other] = [await signIn(vendor.credentials, { at: first }), await signIn(vendor.credentials, { at: second }), await signIn(vendor.credentials, { at: third })];
  const invoice = { customerId: await idOf(customer), period: '2026-11', lines: invoiceLines(1) };
  const key = randomUUID();
  let slow: Promise<Reply> | undefined;

  // Both have taken their keys, and ask for their distributed locks, when one instance stops.
  await gates.redis(`lock:${tenantId}:invoicing:${vendorId}:${invoice.customerId}`).during(async (gate) => {
    slow = billing(here).invoice(invoice, key);
    const next = billing(other).invoice({ ...invoice, period: '2026-12' });
    await gate.filled(2);
    await target.pause(first!.name);
    evidence.fault(`${first!.name} stopped while it asks for its lock`);
    gate.open();
    return await next;
  }, { waiters: 3, withinMs: 60_000 });

  const reply = await insisted(() => billing(elsewhere).invoice(invoice, key));
  const told = answered<{ invoice: Invoice }>(reply, 201).invoice;
  await target.resume(first!.name);
  expect((await slow!).status, 'who was overtaken is told that it came too late').toBe(409);

  expect((await billing(here).invoice(invoice, key)).text, 'whoever sends it again is told the same').toBe(reply.text);
  expect(await stores.postgres.rows('select id from billing_invoices where vendor_id = $1 and period = $2', [vendorId, invoice.period]), 'one effect').toEqual([{ id: told.id }]);
  await everythingHolds();
});
