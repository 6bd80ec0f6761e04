import { counted, countedAt, settingsOf, told, withinLimits, type Limits } from './limits.js';
import { expect, test } from './tenancy.fixture.js';

const LIMITS: Limits = { user: 40, tenant: 60, windowMs: 60_000 };

test.use({ deployment: { instances: 3, workers: 0, settings: settingsOf(LIMITS) } });
// One deployment for all of them.
test.describe.configure({ mode: 'default' });

test('T-04c who is refused for the tenant\'s sake has used up nothing of their own', async ({ users, idOf, volley, stores, tenantId, everythingHolds }) => {
  const people = await users(4);
  const crowd = Array.from({ length: 120 }, (_, i) => people[i % people.length]!);

  const outcome = await volley(crowd, counted, { label: 'four users of one tenant' });

  expect(outcome).toHaveStatuses({ 200: LIMITS.tenant, 429: crowd.length - LIMITS.tenant });
  for (const { value } of outcome.refused) expect(told(value!), 'the one who refuses is named').toMatchObject({ scope: 'tenant', limit: LIMITS.tenant, remaining: 0 });
  for (const user of people) {
    const passed = outcome.acknowledged.filter((operation) => operation.user === user.name).length;
    expect((await countedAt(stores, tenantId, `user:${await idOf(user)}`)).length, `${user.name} is counted for what passed`).toBe(passed);
  }
  expect((await countedAt(stores, tenantId, 'all')).length).toBe(LIMITS.tenant);
  await everythingHolds({ also: [withinLimits(tenantId, LIMITS)] });
});

test('T-04d who is refused for their own sake takes nothing from the tenant', { tag: '@quick' }, async ({ users, volley, stores, tenantId, everythingHolds }) => {
  const [ann, bob] = await users(2);

  const alone = await volley(Array.from({ length: 100 }, () => ann), counted, { label: 'one user' });
  expect(alone).toHaveStatuses({ 200: LIMITS.user, 429: 100 - LIMITS.user });
  for (const { value } of alone.refused) expect(told(value!)).toMatchObject({ scope: 'user', limit: LIMITS.user, remaining: 0 });
  expect((await countedAt(stores, tenantId, 'all')).length).toBe(LIMITS.user);

  // What is left of the tenant's is Bob's, and of the two numbers he is told the smaller one.
  const rest = LIMITS.tenant - LIMITS.user;
  const other = await volley(Array.from({ length: rest }, () => bob), counted, { label: 'another' });
  expect(other).toHaveStatuses({ 200: rest });
  expect(other.values.map((reply) => told(reply)).sort((a, b) => a.remaining - b.remaining)).toMatchObject(Array.from({ length: rest }, (_, i) => ({ scope: 'tenant', remaining: i })));
  await everythingHolds({ also: [withinLimits(tenantId, LIMITS)] });
});
