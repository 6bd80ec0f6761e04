import { invoiceLines } from '../../data/billing.js';
import { answered, expect, test as base, type RunDone } from './billing.fixture.js';
import { nothingIsHeld } from './locks.invariants.js';

const LOCK_TIMEOUT_MS = 1000;

const test = base.extend<{ impatient: number }>({ impatient: [2, { option: true }] });

test.use({ deployment: { instances: 2, workers: 1, settings: { LOCK_TIMEOUT_MS: String(LOCK_TIMEOUT_MS) } } });

const PERIOD = '2026-11';
const lines = invoiceLines(1);

test('B-09 who waits for a slow invoice run is told so in time, and can go on when it is done', async ({ users, signIn, billing, newVendor, race, gates, idOf, impatient, evidence, tenantId, everythingHolds }) => {
  const vendor = await newVendor();
  const clerks = await Promise.all(Array.from({ length: impatient }, () => signIn(vendor.credentials)));
  const customerIds = await Promise.all((await users(3 + impatient)).map((user) => idOf(user)));
  const [run, singles] = [customerIds.slice(0, 3), customerIds.slice(3)];

  // The run holds the vendor's row and is itself held, until those who waited for it have been told.
  const { result: outcome } = await gates.table('billing_invoice_lines').during(async (gate) => {
    let told = 0;
    return await race([vendor, ...clerks], async (clerk, i) => {
      if (i === 0) return await billing(clerk).invoiceRun({ period: PERIOD, customerIds: run, text: 'Membership', amount: '10.00' });
      return await billing(clerk).invoice({ customerId: singles[i - 1]!, period: PERIOD, lines }).finally(() => { if (++told === impatient) gate.open(); });
    }, { label: 'run and invoice' });
  }, { waiters: 2 + impatient });

  const [slow, ...waiting] = outcome.operations;
  expect(waiting.map(({ value }) => ({ status: value?.status, error: value?.json<{ error: string }>().error })), 'who waited is told so').toEqual(waiting.map(() => ({ status: 409, error: 'locked' })));
  for (const { value } of waiting) expect(Number(value!.headers['retry-after'])).toBeGreaterThan(0);
  expect(waiting.filter(({ endedAt }) => endedAt >= slow!.endedAt), 'and told while the run was still at it').toEqual([]);
  const waited = waiting.map(({ startedAt, endedAt }) => endedAt - startedAt);
  expect(Math.min(...waited), 'nobody was turned away before they had waited').toBeGreaterThanOrEqual(LOCK_TIMEOUT_MS);
  evidence.measured(`refused for a lock, with ${LOCK_TIMEOUT_MS} ms of patience`, waited);
  expect(answered<RunDone>(slow!.value!, 201), 'the slow one completes').toMatchObject({ issued: [expect.any(String), expect.any(String), expect.any(String)], existing: [] });

  // One after the other: together, a slow machine could make one wait for too long again.
  for (const [i, clerk] of clerks.entries()) expect((await billing(clerk).invoice({ customerId: singles[i]!, period: PERIOD, lines })).status, 'the lock is free').toBe(201);
  await everythingHolds({ also: nothingIsHeld(tenantId) });
});
