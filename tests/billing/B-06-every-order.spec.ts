import type { User } from '../../fixtures/index.js';
import { expect, test, type BillingDesk } from './billing.fixture.js';
import { PutBilling } from './put-billing.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default', timeout: 180_000 });

interface Meeting {
  id: string;
  title: string;
  /** Of a slot with one place: who has it before. */
  before?: 'bob';
  /** What ann and the other do. */
  other: 'bob' | 'phone';
  act: (desk: BillingDesk, slot: string) => Promise<{ status: number }>;
  /** What the two may be told, ann first, and how many bookings there are then. */
  told: Record<string, number>;
}

const MEETINGS: Meeting[] = [
  { id: 'd', title: 'two people who want the last place', other: 'bob', act: (desk, slot) => desk.book(slot), told: { '201,409': 1, '409,201': 1 } },
  { id: 'e', title: 'somebody who wants a place and somebody who gives theirs up', before: 'bob', other: 'bob', act: (desk, slot) => desk.unbook(slot), told: { '201,200': 1, '409,200': 0 } },
  { id: 'f', title: 'two devices of one person who wants a place', other: 'phone', act: (desk, slot) => desk.book(slot), told: { '201,409': 1, '409,201': 1 } },
];

for (const { id: letter, title, before, other, act, told: allowed } of MEETINGS) {
  test(`B-06${letter} every order in which ${title} can meet`, async ({ users, signIn, billing, newVendor, idOf, explore, stores, tenantId }) => {
    const [ann, bob] = await users(2);
    const { id } = await billing(await newVendor()).newSlot(1);
    const second: User = other === 'bob' ? bob : await signIn(ann.credentials);
    const [put, bobId] = [new PutBilling(stores, tenantId), await idOf(bob)];

    await explore(`book against ${title}`, {
      seconds: 150,
      given: async () => {
        await put.clear();
        if (before === 'bob') await put.book(id, bobId);
      },
      when: { ann: async () => (await billing(ann).book(id)).status, [other]: async () => (await act(billing(second), id)).status },
      then: async (told) => {
        const answers = [told.ann, told[other]].join(',');
        expect(Object.keys(allowed), 'what one after the other could be told').toContain(answers);
        const { bookings } = await stores.postgres.one('select count(*)::int as bookings from billing_bookings where slot_id = $1', [id]);
        expect(bookings).toBe(allowed[answers]);
        return await put.offending();
      },
    });
  });
}
