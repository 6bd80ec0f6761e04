import { answered, expect, test as base, type BillingDesk } from './billing.fixture.js';
import { until, type User } from '../../fixtures/index.js';

const LIMIT = 150;
/** What the noisy user has left of it when the neighbours begin. */
const LEFT = 30;

const test = base.extend<{ neighbours: number; rounds: number }>({
  neighbours: [4, { option: true }],
  rounds: [25, { option: true }],
});

test.use({ deployment: { instances: 2, workers: 1, settings: { USER_REQUESTS_PER_MINUTE: String(LIMIT) } } });

test('B-16 one user is slow, wrong and over the limit while others work', async ({ users, signIn, billing, newVendor, race, gates, idOf, neighbours: count, rounds, evidence, stores, everythingHolds }) => {
  const noisy = await newVendor();
  const { id: event } = await billing(noisy).newEvent(10_000);
  const neighbours = await users(count);
  const run = (period: string, customerId: string) => ({ period, customerIds: [customerId], text: 'Membership', amount: '10.00' });
  const customerId = await idOf(neighbours[0]!);
  const noise = await Promise.all(Array.from({ length: 3 }, () => signIn(noisy.credentials)));

  /** What the neighbours do, one thing after the other: the plans, and a ticket. */
  const work = async (desk: BillingDesk) => {
    const took: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      answered(round % 2 === 0 ? await desk.plans() : await desk.buy(event), round % 2 === 0 ? 200 : 201);
      took.push(performance.now() - began);
    }
    return took;
  };
  const before = (await race(neighbours, (user) => work(billing(user)), { label: 'alone', minOverlap: count })).values.flat();

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
      if (i < count) return await work(billing(user)).finally(() => { working--; });
      // Wrong requests, and then, over the limit, refused ones.
      while (working > 0) {
        const status = await wrong(user, i);
        expect([400, 404, 429]).toContain(status);
        if (status === 429) refused++;
      }
      return [];
    }, { label: 'beside a noisy user', minOverlap: count });
    return { outcome, slow };
  }, { waiters: 4, quietMs: 60_000, withinMs: 60_000 });

  const beside = during.outcome.values.flat();
  // That nobody had to wait for the noisy one is certain: what is slow was held for as long as the neighbours worked. How long each took stands in the report.
  expect(hold.opened, 'all were served while the slow ones were held').toBe('the action ended');
  expect(refused, 'the noisy user is over the limit').toBeGreaterThan(0);
  evidence.measured('a request alone', before);
  evidence.measured('a request beside a noisy user', beside);
  const slow = await Promise.all(during.slow);
  expect(slow.map(({ status }) => status), 'and their slow requests complete').toEqual([201, 201, 201]);
  const { sold } = await stores.postgres.one('select count(*)::int as sold from billing_tickets where event_id = $1', [event]);
  expect(sold, 'every purchase of the others, and no other').toBe(2 * count * Math.floor(rounds / 2));
  await everythingHolds();
});
