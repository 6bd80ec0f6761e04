import { invoiceLines, postalAddress } from '../../data/billing.js';
import { answered, ensemble, expect, test as base, type BillingDesk, type Booking, type Customer, type Invoice, type Ticket } from './billing.fixture.js';

const test = base.extend<{ people: number }>({ people: [100, { option: true }] });

/** What all of them meet in: enough for everybody. */
interface Ground { plan: string; slot: string; event: string }

/** What one user has made, as it was told. */
interface Made { user: string; customer: Customer; subscription: string; tickets: number[] }

/** Fills in one's data, subscribes, books and buys. */
async function live(desk: BillingDesk, user: string, i: number, { plan, slot, event }: Ground): Promise<Made> {
  const { version } = await desk.self();
  const { customer } = answered<{ customer: Customer }>(await desk.editCustomer({ version, name: `Customer ${user}`, address: `${postalAddress(i + 1)}\n${user}` }), 200);
  const { subscription } = answered<{ subscription: { id: string } }>(await desk.changePlan(plan, (await desk.subscribed()).subscription!.version), 200);
  answered(await desk.book(slot), 201);
  const { tickets } = await desk.bought(event, 2);
  return { user, customer, subscription: subscription.id, tickets: tickets.map(({ number }) => number) };
}

/** That everything one can read is one's own. */
async function readsOwn(desk: BillingDesk, { user, customer, subscription, tickets }: Made): Promise<void> {
  expect(answered<{ customer: Customer }>(await desk.customer(), 200).customer, `${user} reads their own data`).toEqual(customer);
  expect((await desk.subscribed()).subscription?.id, `${user} reads their own subscription`).toBe(subscription);
  expect(answered<{ bookings: Booking[] }>(await desk.bookings(), 200).bookings.map(({ userId }) => userId), `${user} reads their own bookings`).toEqual([customer.id]);
  expect(answered<{ tickets: Ticket[] }>(await desk.tickets(), 200).tickets.map(({ number }) => number), `${user} reads their own tickets`).toEqual(tickets);
}

const PERIOD = '2026-11';

test('B-07a everybody runs a whole workflow of their own', async ({ users, billing, newVendor, race, people, stores, tenantId, everythingHolds }) => {
  const vendor = billing(await newVendor());
  const crowd = await users(people);
  const ground = { plan: (await vendor.planNamed('Pro')).id, slot: (await vendor.newSlot(people)).id, event: (await vendor.newEvent(2 * people)).id };

  const outcome = await race(crowd, (user, i) => live(billing(user), user.name, i, ground), { label: 'register to ticket' });
  const made = outcome.values;
  const invoicing = await race(crowd, (_, i) => vendor.invoice({ customerId: made[i]!.customer.id, period: PERIOD, lines: invoiceLines(2, i + 1) }), { label: 'invoice' });
  const invoices = invoicing.values.map((reply) => answered<{ invoice: Invoice }>(reply, 201).invoice);
  const tasks = await race(crowd, (user) => billing(user).requestStatement(), { label: 'statement' });
  expect(tasks).toHaveStatuses({ 202: people });
  await everythingHolds();

  const reading = await race(crowd, async (user, i) => {
    const desk = billing(user);
    await readsOwn(desk, made[i]!);
    const received = answered<{ invoices: Invoice[] }>(await desk.received(), 200).invoices;
    expect(received.map(({ id }) => id), `${user.name} has received the one invoice`).toEqual([invoices[i]!.id]);
    expect(received[0]!.lines).toEqual(invoices[i]!.lines);
    const document = await desk.document(invoices[i]!.id);
    expect(document.status).toBe(200);
    expect(document.text, 'the document is addressed to who reads it').toContain(`To Customer ${user.name}\n${made[i]!.customer.address}`);
    return (await desk.document(invoices[(i + 1) % people]!.id)).status;
  }, { label: 'read all, and another\'s document' });
  expect(reading.values.filter((status) => status !== 404), 'nobody reads another\'s document').toEqual([]);
  const stored = await stores.postgres.rows<{ id: string; name: string; address: string }>('select user_id as id, name, address from billing_customers where tenant_id = $1 and address is not null', [tenantId]);
  expect(new Set(stored.map(({ name }) => name)).size, 'all names are distinct').toBe(people);
  expect(new Set(stored.map(({ address }) => address)).size, 'all addresses are distinct').toBe(people);
  const told = new Map(made.map(({ customer }) => [customer.id, customer]));
  expect(stored.filter(({ id, name, address }) => told.get(id)?.name !== name || told.get(id)?.address !== address), 'what is stored is what each was told').toEqual([]);
});

ensemble('B-07b four people on machines of their own run the workflow in one tenant', { roles: ['ann', 'bob', 'cat', 'dan'] }, async ({ role, users, billing, newVendor, agree, gather, together, rendezvous, everythingHolds }) => {
  const [me] = await users(1);
  const ground = await agree('the ground', async (): Promise<Ground> => {
    const vendor = billing(await newVendor());
    return { plan: (await vendor.planNamed('Basic')).id, slot: (await vendor.newSlot(4)).id, event: (await vendor.newEvent(8)).id };
  });

  const outcome = await together('the workflow', async () => live(billing(me), role, role.charCodeAt(0), ground));
  const mine = outcome.values.find(({ user }) => user === role)!;
  await readsOwn(billing(me), mine);
  const all = await gather('what was told', mine);
  expect(new Set(Object.values(all).flatMap(({ tickets }) => tickets)).size, 'no ticket was told to two').toBe(8);
  await everythingHolds();
  await rendezvous('all have judged');
});
