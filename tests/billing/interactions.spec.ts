import { randomUUID } from 'node:crypto';
import type { Reply } from '../../fixtures/index.js';
import { expect, test, type BillingDesk, type Plan } from './billing.fixture.js';
import { PutBilling } from './put-billing.js';

/** What the operations of a pair are about. */
interface Scene { free: Plan; basic: Plan; pro: Plan; slot: string; event: string; customer: string; invoice: string }

/**
 * The interaction matrix of billing: every pair of operations that can meet, each also against itself, through every interleaving of their statements up to one preemption, judged by
 * the domain's invariants. The owner is the admin, the vendor and the customer in one person, and does everything on two devices; so every lock that two can meet at is one of theirs.
 */
const OPERATIONS: Record<string, { act: (desk: BillingDesk, scene: Scene) => Promise<Pick<Reply, 'status'>>; /** Default: all. */ meets?: string[] }> = {
  subscribe: { act: (desk, { basic }) => desk.subscribe(basic.id) },
  'change plan': { act: (desk, { pro }) => desk.changePlan(pro.id, 1) },
  cancel: { act: (desk) => desk.cancel() },
  'patch plan': { act: (desk, { pro }) => desk.editPlan(pro.id, { version: 1, price: '39.00', features: ['More'] }) },
  book: { act: (desk, { slot }) => desk.book(slot) },
  unbook: { act: (desk, { slot }) => desk.unbook(slot) },
  buy: { act: (desk, { event }) => desk.buy(event, 2) },
  invoice: { act: (desk, { customer }) => desk.invoice({ customerId: customer, period: '2026-11', lines: [{ text: 'Membership', amount: '10.00' }] }) },
  'invoice run': { act: (desk, { customer }) => desk.invoiceRun({ period: '2026-11', customerIds: [customer], text: 'Membership', amount: '10.00' }) },
  void: { act: (desk, { invoice }) => desk.void(invoice) },
};

/** Pairs that touch nothing in common, by what they are about: a customer's money, a slot, a vendor's invoices. */
const ABOUT: Record<string, readonly string[]> = {
  customer: ['subscribe', 'change plan', 'cancel', 'patch plan', 'buy'],
  slot: ['book', 'unbook'],
  vendor: ['invoice', 'invoice run', 'void'],
};

/** What an operation may be told, whatever the other does: done, or that it came too late. */
const TOLD = [200, 201, 409];

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
// One after the other in one worker: they share a deployment, in which nobody else may move.
test.describe.configure({ mode: 'default', timeout: 180_000 });

const names = Object.keys(OPERATIONS);
for (const [i, first] of names.entries()) {
  for (const second of names.slice(i)) {
    const pair = `${first} × ${second}`;
    // Two that have nothing in common cannot contend, and an exploration of them would show nothing.
    if (!Object.values(ABOUT).some((about) => about.includes(first) && about.includes(second))) continue;
    test(pair, async ({ owner, signIn, tenancy, billing, idOf, explore, stores, tenantId }) => {
      const phone = await signIn(tenancy!.owner);
      const [one, other] = [OPERATIONS[first]!, OPERATIONS[second]!];
      const desk = billing(owner);
      const vendor = await desk.asVendor();
      const [{ id: slot }, { id: event }, [free, basic, pro]] = [await desk.newSlot(1), await desk.newEvent(3), await desk.allPlans()];
      const scene: Scene = { free: free!, basic: basic!, pro: pro!, slot, event, customer: await idOf(owner), invoice: randomUUID() };
      const put = new PutBilling(stores, tenantId);

      const { schedules } = await explore(pair, {
        preemptions: 1,
        given: async () => {
          await put.clear();
          await put.invoiced({ id: scene.invoice, vendorId: vendor.id, customerId: scene.customer, period: '2026-11' });
          if ([first, second].includes('unbook')) await put.book(slot, scene.customer);
          if (first === 'subscribe' || second === 'subscribe') await put.unsubscribed(scene.customer);
        },
        when: { owner: async () => (await one.act(desk, scene)).status, phone: async () => (await other.act(billing(phone), scene)).status },
        then: async (told) => [
          ...Object.entries(told).filter(([, status]) => !TOLD.includes(status as number)).map(([who, status]) => ({ who, was_told: status })),
          ...await put.offending(),
        ],
      });
      expect(schedules).toBeGreaterThan(0);
    });
  }
}
