import { answered, expect, test as base, type PlanList } from './billing.fixture.js';
import { whileHeld } from './held-rows.js';
import { waitsDuring } from './looks.js';

const test = base.extend<{ readers: number }>({ readers: [100, { option: true }] });

test.use({ deployment: { instances: 3, workers: 0 } });

/** Everything that reading the plans reads, as somebody who changes all of it holds it. */
const CHANGED = ['billing_catalogues', 'billing_plans', 'billing_plan_features'].map((table) => `select 1 from ${table} where tenant_id = $1 for update`);

test('B-01 everybody reads the plans at once while somebody holds them all', async ({ owner, users, billing, volley, readers, target, stores, tenantId }) => {
  const crowd = await users(readers);
  answered(await billing(owner).makePlan({ name: 'Team', price: '99.00', features: ['Ten people', 'One invoice'] }), 201);

  // Nothing is in the cache: those who come first read it all from Postgres.
  const { result: outcome, waited, looks } = await waitsDuring(stores, 'billing_(plan|catalogue)', () => whileHeld(target.stores.postgres, CHANGED, [tenantId],
    () => volley(crowd, () => ({ method: 'GET', path: '/api/billing/plans' }), { label: 'read the plans' })));

  expect(looks, 'somebody looked').toBeGreaterThan(1);
  expect(waited, 'no reader waits for a lock').toEqual([]);
  expect(outcome).toHaveStatuses({ 200: readers });
  const [first, ...others] = new Set(outcome.values.map(({ text }) => text));
  expect(others, 'all are told the same').toEqual([]);
  const { plans, revision } = JSON.parse(first!) as PlanList;
  expect({ names: plans.map(({ name }) => name), features: plans.at(-1)!.features, revision }).toEqual({ names: ['Free', 'Basic', 'Pro', 'Team'], features: ['Ten people', 'One invoice'], revision: 2 });
});
