import { answered, expect, test as base } from './billing.fixture.js';
import { closeStrangers, registration, strangers, type Stranger } from './strangers.js';

interface Options {
  newcomers: number;
  contenders: number;
  gated: number;
  /** People without accounts: `people(100)`. */
  people: (count: number) => Stranger[];
}

const test = base.extend<Options>({
  newcomers: [100, { option: true }],
  contenders: [20, { option: true }],
  gated: [4, { option: true }],
  people: async ({ target }, use) => {
    const made: Stranger[] = [];
    await use((count) => {
      made.push(...strangers(target.baseURL, count));
      return made.slice(-count);
    });
    await closeStrangers(made);
  },
});

test.use({ deployment: { instances: 3, workers: 0 } });
test.describe.configure({ mode: 'default' });

/** Accounts of a tenant that have the same address but for capitals. */
const TWICE = 'select lower(email) as email, count(*)::int as accounts from users where tenant_id = $1 group by lower(email) having count(*) > 1';

/** One address, written in another way each time. */
const spelled = (email: string, i: number) => [...email].map((letter, at) => ((i >> (at % 5)) & 1 ? letter.toUpperCase() : letter)).join('');

test('B-03a many register at once, and each has one subscription', async ({ people, volley, newcomers, tenant, stores, tenantId, everythingHolds }) => {
  const outcome = await volley(people(newcomers), (stranger) => registration(tenant!, stranger), { label: 'register' });

  expect(outcome).toHaveStatuses({ 201: newcomers });
  const told = outcome.values.map((reply) => answered<{ user: { id: string } }>(reply, 201).user.id);
  expect(new Set(told).size, 'everybody is somebody else').toBe(newcomers);
  const stored = await stores.postgres.rows<{ user_id: string }>(`
    select s.user_id from billing_subscriptions s join billing_plans p on p.tenant_id = s.tenant_id and p.id = s.plan_id and p.preset where s.tenant_id = $1 and s.status = 'ACTIVE' and s.user_id = any($2::uuid[])`, [tenantId, told]);
  expect(stored.map(({ user_id }) => user_id).sort(), 'each has one subscription, to the plan that everybody begins with').toEqual([...told].sort());
  await everythingHolds();
});

test('B-03b one address is registered by many at once, written with other capitals', async ({ people, volley, contenders, tenant, stores, tenantId, everythingHolds }) => {
  const crowd = people(contenders);
  const { email } = crowd[0]!.wanted;

  const outcome = await volley(crowd, (stranger, i) => registration(tenant!, stranger, spelled(email, i)), { label: 'register one address' });

  expect(outcome).toHaveStatuses({ 201: 1, 409: contenders - 1 });
  for (const { value } of outcome.refused) expect(value!.json()).toMatchObject({ error: 'email_taken' });
  expect(await stores.postgres.rows(TWICE, [tenantId]), 'an address is one account').toEqual([]);
  await everythingHolds();
});

test('B-03c all who want one address are about to write when the first of them does', { tag: '@quick' }, async ({ people, race, gates, gated, tenant, stores, tenantId, everythingHolds }) => {
  const crowd = people(gated);
  const { email } = crowd[0]!.wanted;

  const { result: outcome } = await gates.trigger('users').during(() => race(crowd, (stranger, i) => {
    const { method, path, json } = registration(tenant!, stranger, spelled(email, i));
    return stranger.api.send(method, path, { json });
  }, { label: 'register one address' }), { waiters: gated });

  expect(outcome).toHaveStatuses({ 201: 1, 409: gated - 1 });
  expect(await stores.postgres.rows(TWICE, [tenantId]), 'an address is one account').toEqual([]);
  await everythingHolds();
});
