import { answered, expect, test as base, type BillingDesk, type Purchase } from './billing.fixture.js';
import { until, type User } from '../../fixtures/index.js';

const LIMIT = 150;
/** For so long the noisy user's requests count, so that a slow machine does not forget them. */
const WINDOW_S = 600;
/** What the noisy user has left when the neighbours begin. */
const LEFT = 30;
/** The slow requests are held until the neighbours are done, however long that takes them. */
const HELD_MS = 500_000;

const test = base.extend<{ neighbours: number; rounds: number }>({
  neighbours: [4, { option: true }],
  rounds: [25, { option: true }],
});

test.use({ deployment: { instances: 2, workers: 1, settings: { USER_REQUESTS_PER_MINUTE: String(LIMIT), RATE_WINDOW_SECONDS: String(WINDOW_S), STATEMENT_TIMEOUT_MS: String(HELD_MS + 1000), LOCK_TIMEOUT_MS: String(HELD_MS) } } });

test('B-16 one user is slow, wrong and over the limit while others work', async ({ users, signIn, billing, newVendor, race, gates, idOf, neighbours: count, rounds, evidence, stores, everythingHolds }) => {
  const noisy = await newVendor();
  const { id: event } = await billing(noisy).newEvent(10_000);
  const neighbours = await users(count);
  const run = (period: string, customerId: string) => ({ period, customerIds: [customerId], text: 'Membership', amount: '10.00' });
  const customerId = await idOf(neighbours[0]!);
  const noise = await Promise.all(Array.from({ length: 3 }, () => signIn(noisy.credentials)));

  /** What the neighbours do, one thing after the other: the plans, and a ticket. */
  const work = async (desk: BillingDesk, goOn = () => false) => {
    const took: number[] = [];
    let bought = 0;
    for (let round = 0; round < rounds || goOn(); round++) {
      const began = performance.now();
      if (round % 2 === 0) answered(await desk.plans(), 200);
      else bought += answered<Purchase>(await desk.buy(event), 201).tickets.length;
      took.push(performance.now() - began);
    }
    return { took, bought };
  };
  const before = (await race(neighbours, (user) => work(billing(user)), { label: 'alone', minOverlap: count })).values;

  // Requests that are wrong.
  const wrong = async (user: User, n: number) => (await (n % 2 === 0 ? billing(user).buy(event, 99) : billing(user).event('no id'))).status;

  let refused = 0;
  // One run of the noisy user holds their vendor's row and is held, two more wait for it, until the neighbours are done.
  const { result: during, hold } = await gates.table('billing_invoice_lines').during(async () => {
    const slow = [billing(noisy).invoiceRun(run('2026-10', customerId)), billing(noisy).invoiceRun(run('2026-11', customerId))];
    await until('the slow ones to be held', async () => (await stores.postgres.rows(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and application_name like 'bazaar %'`)).length === 2, { everyMs: 3 });
    slow.push(billing(noisy).invoiceRun(run('2026-12', customerId)));
    // Most of the limit is used up before, so that the rest of it is while the neighbours work, however fast they are.
    await Promise.all(noise.map(async (user) => { for (let n = 0; n < (LIMIT - LEFT) / noise.length; n++) await wrong(user, n); }));
    let working = count;
    const outcome = await race([...neighbours, ...noise], async (user, i) => {
      // On a slow machine they go on until the noisy one is over the limit: it must be while they work.
      if (i < count) return await work(billing(user), () => refused === 0).finally(() => { working--; });
      // Wrong requests, and then, over the limit, refused ones.
      while (working > 0) {
        const status = await wrong(user, i);
        expect([400, 404, 429]).toContain(status);
        if (status === 429) refused++;
      }
      return { took: [], bought: 0 };
    }, { label: 'beside a noisy user', minOverlap: count });
    return { outcome, slow };
  }, { waiters: 4, withinMs: HELD_MS });

  const beside = during.outcome.values;
  // That nobody had to wait for the noisy one is certain: what is slow was held for as long as the neighbours worked. How long each took stands in the report.
  expect(hold.opened, 'all were served while the slow ones were held').toBe('the action ended');
  expect(refused, 'the noisy user is over the limit').toBeGreaterThan(0);
  evidence.measured('a request alone', before.flatMap(({ took }) => took));
  evidence.measured('a request beside a noisy user', beside.flatMap(({ took }) => took));
  const slow = await Promise.all(during.slow);
  expect(slow.map(({ status }) => status), 'and their slow requests complete').toEqual([201, 201, 201]);
  const { sold } = await stores.postgres.one('select count(*)::int as sold from billing_tickets where event_id = $1', [event]);
  expect(sold, 'every purchase of the others, and no other').toBe([...before, ...beside].reduce((sum, { bought }) => sum + bought, 0));
  await everythingHolds();
});
