import { counted, countedAt, settingsOf, told, withinLimits, type Limits } from './limits.js';
import { expect, test as base } from './tenancy.fixture.js';

const LIMITS: Limits = { user: 60, tenant: 0, windowMs: 60_000 };
const test = base.extend<{ requests: number }>({ requests: [200, { option: true }] });

test.use({ deployment: { instances: 5, workers: 0, settings: settingsOf(LIMITS) } });

test('T-04a of two hundred requests of one user at five instances sixty pass', async ({ users, idOf, desk, neighbour, volley, stores, tenantId, requests, everythingHolds }) => {
  const [ann, bob] = await users(2);
  const next = await neighbour();

  const outcome = await volley(Array.from({ length: requests }, () => ann), counted, { label: 'requests of one user' });

  expect(outcome).toHaveStatuses({ 200: LIMITS.user, 429: requests - LIMITS.user });
  expect(outcome.instances.length, 'they came to all instances').toBe(5);
  const passed = outcome.acknowledged.map(({ value }) => told(value!));
  expect(passed.map(({ remaining }) => remaining).sort((a, b) => b - a), 'each that passed was told another number, down to 0').toEqual(Array.from({ length: LIMITS.user }, (_, i) => LIMITS.user - 1 - i));
  for (const { value } of outcome.operations) expect(told(value!)).toMatchObject({ scope: 'user', limit: LIMITS.user });
  for (const { value } of outcome.refused) {
    const { remaining, reset, retryAfter } = told(value!);
    expect(value!.json()).toMatchObject({ error: 'rate_limited' });
    expect(remaining).toBe(0);
    expect(retryAfter, 'Retry-After is when the oldest is forgotten').toBe(reset);
    expect(reset > 0 && reset <= LIMITS.windowMs / 1000).toBe(true);
  }
  expect((await countedAt(stores, tenantId, `user:${await idOf(ann)}`)).length, 'who was refused is not counted').toBe(LIMITS.user);
  for (const other of [bob, next.owner]) expect((await desk(other).plans()).status, 'nobody else is affected').toBe(200);
  await everythingHolds({ also: [withinLimits(tenantId, LIMITS)] });
});
