import { counted, countedAt, settingsOf, told, withinLimits, type Limits } from './limits.js';
import { expect, test as base } from './tenancy.fixture.js';

const LIMITS: Limits = { user: 0, tenant: 60, windowMs: 60_000 };
const test = base.extend<{ people: number; each: number }>({ people: [5, { option: true }], each: [40, { option: true }] });

test.use({ deployment: { instances: 5, workers: 0, settings: settingsOf(LIMITS) } });

test('T-04b of two hundred requests of one tenant sixty pass, and its neighbour notices nothing', async ({ users, neighbour, volley, stores, tenantId, people, each, everythingHolds }) => {
  const crowd = (await users(people)).flatMap((user) => Array.from({ length: each }, () => user));
  const next = await neighbour();
  const beside = Array.from({ length: 20 }, () => next.owner);

  const outcome = await volley([...crowd, ...beside], counted, { label: 'requests of two tenants' });

  const [own, others] = [outcome.operations.slice(0, crowd.length), outcome.operations.slice(crowd.length)];
  const passed = own.filter(({ status }) => status === 200);
  expect(passed.length, 'of one tenant the limit passes').toBe(LIMITS.tenant);
  expect(own.filter(({ status }) => status === 429).length).toBe(crowd.length - LIMITS.tenant);
  expect(others.map(({ status }) => status), 'of the other all do').toEqual(beside.map(() => 200));
  expect(passed.map(({ value }) => told(value!).remaining).sort((a, b) => a - b)).toEqual(Array.from({ length: LIMITS.tenant }, (_, i) => i));
  for (const { value } of outcome.operations) expect(told(value!)).toMatchObject({ scope: 'tenant', limit: LIMITS.tenant });
  expect([(await countedAt(stores, tenantId, 'all')).length, (await countedAt(stores, next.tenantId, 'all')).length]).toEqual([LIMITS.tenant, beside.length]);
  await everythingHolds({ also: [withinLimits(tenantId, LIMITS), withinLimits(next.tenantId, LIMITS)] });
});
