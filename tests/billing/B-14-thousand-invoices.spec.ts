import { invoiceLines, months } from '../../data/billing.js';
import { NotYet, until, type Reply } from '../../fixtures/index.js';
import { answered, expect, test as base, type Invoice, type RunDone } from './billing.fixture.js';
import { nothingIsHeld } from './locks.invariants.js';

const INSTANCES = 5;

const test = base.extend<{ customers: number; periods: number; clerks: number }>({
  customers: [100, { option: true }],
  periods: [10, { option: true }],
  clerks: [20, { option: true }],
});

test.use({ deployment: { instances: INSTANCES, workers: 3 } });

test('B-14 a thousand invoices at all instances have the numbers from one to a thousand', async ({ users, signIn, billing, newVendor, race, idOf, customers: count, periods, clerks: staff, target, stores, tenantId, everythingHolds }) => {
  test.setTimeout(900_000);
  const vendor = await newVendor();
  const instances = target.processes.filter(({ kind }) => kind === 'api');
  const clerks = await Promise.all(Array.from({ length: staff }, (_, i) => signIn(vendor.credentials, { at: instances[i % instances.length] })));
  const customers: string[] = [];
  for (const user of await users(count)) customers.push(await idOf(user));
  const [runMonth, ...rest] = months(periods + 1);
  const wanted = rest.flatMap((period) => customers.map((customerId) => ({ customerId, period, lines: invoiceLines(1) })));

  /** Sends until somebody else is not in the way any more, as a patient client does. */
  const patiently = (send: () => Promise<Reply>) => until('the invoice to be answered', async () => {
    const reply = await send();
    if (reply.status === 409 && reply.json<{ error: string }>().error === 'locked') throw new NotYet(reply.excerpt);
    return reply;
  }, { deadlineMs: 120_000, everyMs: 20 });

  const outcome = await race(clerks, async (clerk, i) => {
    const numbers: number[] = [];
    const own = wanted.filter((_, n) => n % staff === i);
    for (const [n, invoice] of own.entries()) {
      numbers.push(answered<{ invoice: Invoice }>(await patiently(() => billing(clerk).invoice(invoice)), 201).invoice.number);
      // Now and then one that is refused late: it must leave no gap.
      if (n % 10 === 0) expect((await patiently(() => billing(clerk).invoice(invoice))).status, 'invoiced already').toBe(409);
    }
    // And runs, which take many numbers at once.
    const run = i < 2 ? answered<RunDone>(await patiently(() => billing(clerk).invoiceRun({ period: runMonth!, customerIds: customers, text: 'Membership', amount: '10.00' })), 201) : undefined;
    return { numbers, issued: run?.issued ?? [] };
  }, { label: 'invoice', minOverlap: staff });

  expect(outcome.instances, 'all instances took part').toHaveLength(INSTANCES);
  const told = outcome.values.flatMap(({ numbers }) => numbers).sort((a, b) => a - b);
  const inRuns = await stores.postgres.rows<{ number: number }>('select number from billing_invoices where id = any($1::uuid[])', [outcome.values.flatMap(({ issued }) => issued)]);
  const all = [...told, ...inRuns.map(({ number }) => number)].sort((a, b) => a - b);
  expect(all, 'every number from 1 on is told once').toEqual(Array.from({ length: count * (periods + 1) }, (_, i) => i + 1));
  await everythingHolds({ deadlineMs: 60_000, also: nothingIsHeld(tenantId) });
});
