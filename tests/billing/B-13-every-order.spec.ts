import type { User } from '../../fixtures/index.js';
import { answered, expect, test, type BillingDesk, type Plan, type Subscribed } from './billing.fixture.js';
import { PutBilling } from './put-billing.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

/** The plans, cheapest first. */
type Plans = [free: Plan, basic: Plan, pro: Plan];
type Act = (desk: BillingDesk, plans: Plans) => Promise<{ status: number }>;

const upgrade = (to: 1 | 2): Act => (desk, plans) => desk.changePlan(plans[to].id, 1);
const cancel: Act = (desk) => desk.cancel();
const subscribe: Act = (desk, plans) => desk.subscribe(plans[2].id);
/** Only an admin does this. */
const raisePrice: Act = (desk, plans) => desk.editPlan(plans[2].id, { version: 1, price: '39.00' });

interface Meeting {
  id: string;
  title: string;
  /** What the customer has done before. */
  before?: 'cancelled';
  acts: { ann: Act; phone?: Act; tab?: Act; owner?: Act };
  /** What they may be told, in this order. */
  told: string[];
  preemptions?: number;
}

const MEETINGS: Meeting[] = [
  { id: 'a', title: 'two upgrades from what was seen at once', acts: { ann: upgrade(1), phone: upgrade(2) }, told: ['200,409', '409,200'] },
  { id: 'b', title: 'an upgrade and a cancellation', acts: { ann: upgrade(2), phone: cancel }, told: ['200,200', '409,200'] },
  { id: 'c', title: 'two cancellations', acts: { ann: cancel, phone: cancel }, told: ['200,409', '409,200'] },
  { id: 'd', title: 'two purchases of a subscription', before: 'cancelled', acts: { ann: subscribe, phone: subscribe }, told: ['201,409', '409,201'] },
  { id: 'e', title: 'an upgrade and a new price of the plan', acts: { ann: upgrade(2), owner: raisePrice }, told: ['200,200'] },
  { id: 'f', title: 'an upgrade, a cancellation and a purchase', acts: { ann: upgrade(2), phone: cancel, tab: subscribe }, told: ['200,200,201', '409,200,201', '200,200,409', '409,200,409'], preemptions: 1 },
];

for (const { id: letter, title, before, acts, told: allowed, preemptions } of MEETINGS) {
  test(`B-13${letter} every order in which ${title} can meet`, async ({ users, owner, signIn, billing, explore, stores, tenantId }) => {
    const [ann] = await users(1);
    const devices: Record<string, User> = { ann, phone: await signIn(ann.credentials), tab: await signIn(ann.credentials), owner };
    const plans = await billing(ann).allPlans() as Plans;
    const put = new PutBilling(stores, tenantId);

    await explore(title, {
      preemptions: preemptions ?? 2,
      given: async () => {
        await put.clear();
        if (before === 'cancelled') answered(await billing(ann).cancel(), 200);
      },
      when: Object.fromEntries(Object.entries(acts).map(([who, act]) => [who, async () => (await act(billing(devices[who]!), plans)).status])),
      then: async (told) => {
        expect(allowed, 'what one after the other could be told').toContain(Object.keys(acts).map((who) => told[who]).join(','));
        const { subscription, changes, charges } = answered<Subscribed>(await billing(ann).subscription(), 200);
        expect(changes.at(-1)?.toPlan ?? null, 'what one has is what the last change left').toBe(subscription?.planId ?? null);
        expect(charges.map(({ amount }) => amount), 'each change is charged what it says').toEqual(changes.filter(({ charged }) => charged !== '0.00').map(({ charged }) => charged));
        return await put.offending();
      },
    });
  });
}
