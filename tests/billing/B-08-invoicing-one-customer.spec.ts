import { invoiceLines } from '../../data/billing.js';
import { answered, expect, keyed, test as base, type Invoice, type RunDone } from './billing.fixture.js';
import { nothingIsHeld } from './locks.invariants.js';

const test = base.extend<{ clerks: number }>({ clerks: [10, { option: true }] });

test.use({ deployment: { instances: 3, workers: 1, wire: true } });
test.describe.configure({ mode: 'default' });

const PERIOD = '2026-11';
const [line] = invoiceLines(1);

test('B-08a ten clerks of one vendor invoice one customer, each at an instance of their own', async ({ users, signIn, billing, newVendor, volley, idOf, clerks: count, target, stores, tenantId, everythingHolds }) => {
  const vendor = await newVendor();
  const [customer] = await users(1);
  const customerId = await idOf(customer);
  const instances = target.processes.filter(({ kind }) => kind === 'api');
  const clerks = await Promise.all(Array.from({ length: count }, (_, i) => signIn(vendor.credentials, { at: instances[i % instances.length] })));

  const outcome = await volley(clerks, () => keyed('invoices', { customerId, period: PERIOD, lines: [line] }), { label: 'invoice' });

  expect(new Set(outcome.values.map(({ servedBy }) => servedBy)).size, 'every instance was asked').toBe(instances.length);
  expect(outcome).toHaveStatuses({ 201: 1, 409: count - 1 });
  for (const { value } of outcome.refused) expect(['invoice_exists', 'locked'], 'it is there, or somebody is at it').toContain(value!.json<{ error: string }>().error);
  for (const { value } of outcome.refused) if (value!.json<{ error: string }>().error === 'locked') expect(Number(value!.headers['retry-after'])).toBeGreaterThan(0);
  const { invoice } = answered<{ invoice: Invoice }>(outcome.acknowledged[0]!.value!, 201);
  expect(answered<{ invoices: Invoice[] }>(await billing(customer).received(), 200).invoices.map(({ id }) => id)).toEqual([invoice.id]);
  expect((await billing(vendor).invoice({ customerId, period: PERIOD, lines: [line!] })).json(), 'who comes later is told which it is').toMatchObject({ error: 'invoice_exists', invoiceId: invoice.id });
  await everythingHolds({ also: nothingIsHeld(tenantId) });
  expect(await stores.postgres.one('select last_invoice from billing_vendors where id = $1', [invoice.vendorId]), 'who was refused took no number').toEqual({ last_invoice: 1 });
});

test('B-08b all have asked for the lock before one has it', { tag: '@quick' }, async ({ users, signIn, billing, newVendor, race, gates, idOf, tenantId, target, everythingHolds }) => {
  const vendor = await newVendor();
  const [customer] = await users(1);
  const [customerId, { id: vendorId }] = [await idOf(customer), answered<{ vendors: { id: string }[] }>(await billing(vendor).vendors(), 200).vendors[0]!];
  const instances = target.processes.filter(({ kind }) => kind === 'api');
  const clerks = await Promise.all(instances.map((at) => signIn(vendor.credentials, { at })));

  const { result: outcome } = await gates.redis(`lock:${tenantId}:invoicing:${vendorId}:${customerId}`).during(
    () => race(clerks, (clerk) => billing(clerk).invoice({ customerId, period: PERIOD, lines: [line!] }), { label: 'invoice' }), { waiters: clerks.length });

  expect(outcome).toHaveStatuses({ 201: 1, 409: clerks.length - 1 });
  await everythingHolds({ also: nothingIsHeld(tenantId) });
});

test('B-08c an invoice and two runs that include it have all come to the vendor before any is written', async ({ users, signIn, billing, newVendor, race, gates, idOf, tenantId, everythingHolds }) => {
  const vendor = await newVendor();
  const phone = await signIn(vendor.credentials);
  const crowd = await users(3);
  const customerIds = await Promise.all(crowd.map((user) => idOf(user)));
  const { id } = answered<{ vendors: { id: string }[] }>(await billing(vendor).vendors(), 200).vendors[0]!;
  const run = { period: PERIOD, customerIds, text: 'Membership', amount: '10.00' };

  const { result: outcome } = await gates.row('billing_vendors', { id }).during(() => race([vendor, phone, phone],
    (clerk, i) => (i === 0 ? billing(clerk).invoice({ customerId: customerIds[0]!, period: PERIOD, lines: [line!] }) : billing(clerk).invoiceRun(run)), { label: 'invoice and run' }), { waiters: 3 });

  const [single, ...runs] = outcome.values;
  expect(runs.map(({ status }) => status), 'a run does what is left to do').toEqual([201, 201]);
  const done = runs.map((reply) => answered<RunDone>(reply, 201));
  const issued = [...done.flatMap((each) => each.issued), ...(single!.status === 201 ? [answered<{ invoice: Invoice }>(single!, 201).invoice.id] : [])];
  expect(new Set(issued).size, 'each customer was invoiced by one of the three').toBe(customerIds.length);
  expect(issued, 'and by no other').toHaveLength(customerIds.length);
  expect(done.flatMap(({ existing }) => existing).length, 'a run says who had been invoiced').toBe(2 * customerIds.length - done.flatMap((each) => each.issued).length);
  await everythingHolds({ also: nothingIsHeld(tenantId) });
});
