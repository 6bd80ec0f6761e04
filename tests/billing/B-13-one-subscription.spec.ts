import { seededFaker } from '../../data/random.js';
import { answered, expect, test as base, type Subscribed } from './billing.fixture.js';

const test = base.extend<{ devices: number; steps: number }>({
  devices: [4, { option: true }],
  steps: [12, { option: true }],
});

test('B-13g all devices have come to the customer before any changes the plan', { tag: '@quick' }, async ({ users, signIn, billing, race, gates, idOf, devices: count, everythingHolds }) => {
  const [ann] = await users(1);
  const devices = [ann, ...await Promise.all(Array.from({ length: count - 1 }, () => signIn(ann.credentials)))];
  const plans = await billing(ann).allPlans();

  const { result: outcome } = await gates.row('billing_customers', { user_id: await idOf(ann) }).during(
    () => race(devices, (device, i) => billing(device).changePlan(plans[1 + i % 2]!.id, 1), { label: 'change the plan' }), { waiters: count });

  expect(outcome, 'one changes what they saw, the others are told that it has changed').toHaveStatuses({ 200: 1, 409: count - 1 });
  for (const { value } of outcome.refused) expect(value!.json()).toMatchObject({ error: 'version_conflict', current: { version: 2 } });
  const { subscription, changes, charges } = await billing(ann).subscribed();
  expect({ version: subscription?.version, changes: changes.length, charges: charges.length }).toEqual({ version: 2, changes: 2, charges: 1 });
  await everythingHolds();
});

test('B-13h one person subscribes, changes and cancels on several devices', async ({ users, signIn, billing, race, devices: count, steps, everythingHolds }) => {
  const [ann] = await users(1);
  const devices = [ann, ...await Promise.all(Array.from({ length: count - 1 }, () => signIn(ann.credentials)))];
  const plans = await billing(ann).allPlans();

  const outcome = await race(devices, async (device, i) => {
    const [desk, random] = [billing(device), seededFaker(i + 1)];
    const done = [];
    for (let step = 0; step < steps; step++) {
      const plan = random.helpers.arrayElement(plans).id;
      const { subscription } = await desk.subscribed();
      const reply = subscription === null ? await desk.subscribe(plan) : random.number.int(3) === 0 ? await desk.cancel() : await desk.changePlan(plan, subscription.version);
      expect([200, 201, 409], 'done, or too late').toContain(reply.status);
      if (reply.ok) done.push(reply.json<{ change: { number: number; charged: string }; charge?: { amount: string } | null }>());
    }
    return done;
  }, { label: 'subscribe, change, cancel' });

  const told = outcome.values.flat().sort((a, b) => a.change.number - b.change.number);
  const { changes, charges } = answered<Subscribed>(await billing(ann).subscription(), 200);
  expect(told.map(({ change }) => change.number), 'every change that was told is one of the history, and there is no other').toEqual(changes.slice(1).map(({ number }) => number));
  expect(charges.map(({ amount }) => Number(amount)).reduce((sum, amount) => sum + amount, 0), 'what was charged is what was told').toBe(told.reduce((sum, { charge }) => sum + Number(charge?.amount ?? 0), 0));
  await everythingHolds();
});
