import { randomUUID } from 'node:crypto';
import type { Reply } from '../../fixtures/index.js';
import { expect, test, type BillingDesk, type Plan } from './billing.fixture.js';
import { PutBilling } from './put-billing.js';

/** What the operations of a pair are about. */
interface Scene { pro: Plan; slot: string; event: string; customer: string; invoice: string }

/**
 * The interaction matrix of billing: every pair of operations that can meet, each also against itself, through every interleaving of their statements up to one preemption, judged by
 * the domain's invariants. The owner is the admin, the vendor and the customer in one person, and does everything on two devices; so every lock that two can meet at is one of theirs.
 */
const OPERATIONS: Record<string, (desk: BillingDesk, scene: Scene) => Promise<Pick<Reply, 'status'>>> = {
  subscribe: (desk, { pro }) => desk.subscribe(pro.id),
  'change plan': (desk, { pro }) => desk.changePlan(pro.id, 1),
  cancel: (desk) => desk.cancel(),
  'patch plan': (desk, { pro }) => desk.editPlan(pro.id, { version: 1, price: '39.00', features: ['More'] }),
  book: (desk, { slot }) => desk.book(slot),
  unbook: (desk, { slot }) => desk.unbook(slot),
  buy: (desk, { event }) => desk.buy(event, 2),
  invoice: (desk, { customer }) => desk.invoice({ customerId: customer, period: '2026-11', lines: [{ text: 'Membership', amount: '10.00' }] }),
  'invoice run': (desk, { customer }) => desk.invoiceRun({ period: '2026-11', customerIds: [customer], text: 'Membership', amount: '10.00' }),
  void: (desk, { invoice }) => desk.void(invoice),
};

/** What operations have in common. Two that have nothing in common cannot contend, and to explore them would show nothing. */
const ABOUT: readonly string[][] = [
  ['subscribe', 'change plan', 'cancel'],
  // The price of a plan; the accounts that are charged.
  ['subscribe', 'change plan', 'patch plan'],
  ['subscribe', 'change plan', 'buy'],
  ['book', 'unbook'],
  // The vendor, and the month.
  ['invoice', 'invoice run', 'void'],
];

/** What an operation may be told, whatever the other does: done, or that it came too late. */
const TOLD = [200, 201, 409];

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
// Each worker has a deployment of its own for them, in which nobody else moves.

const names = Object.keys(OPERATIONS);
for (const [i, first] of names.entries()) {
  for (const second of names.slice(i)) {
    const pair = `${first} × ${second}`;
    if (!ABOUT.some((about) => about.includes(first) && about.includes(second))) continue;
    test(pair, async ({ owner, signIn, tenancy, billing, idOf, explore, stores, tenantId }) => {
      const phone = await signIn(tenancy!.owner);
      const [one, other] = [OPERATIONS[first]!, OPERATIONS[second]!];
      const desk = billing(owner);
      const vendor = await desk.asVendor();
      const [{ id: slot }, { id: event }, pro] = [await desk.newSlot(1), await desk.newEvent(3), await desk.planNamed('Pro')];
      const scene: Scene = { pro, slot, event, customer: await idOf(owner), invoice: randomUUID() };
      const put = new PutBilling(stores, tenantId);

      const { schedules } = await explore(pair, {
        preemptions: 1,
        given: async () => {
          await put.clear();
          await put.invoiced({ id: scene.invoice, vendorId: vendor.id, customerId: scene.customer, period: '2026-11' });
          if ([first, second].includes('unbook')) await put.book(slot, scene.customer);
          if (first === 'subscribe' || second === 'subscribe') await put.unsubscribed(scene.customer);
        },
        when: { owner: async () => (await one(desk, scene)).status, phone: async () => (await other(billing(phone), scene)).status },
        then: async (told) => [
          ...Object.entries(told).filter(([, status]) => !TOLD.includes(status as number)).map(([who, status]) => ({ who, was_told: status })),
          ...await put.offending(),
        ],
      });
      expect(schedules).toBeGreaterThan(0);
    });
  }
}
