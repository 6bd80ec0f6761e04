import type { User } from '../../fixtures/index.js';
import { expect, test, type BillingDesk } from './billing.fixture.js';
import { PutBilling } from './put-billing.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

type Act = (desk: BillingDesk, slot: string) => Promise<{ status: number }>;

const book: Act = (desk, slot) => desk.book(slot);
const unbook: Act = (desk, slot) => desk.unbook(slot);

interface Meeting {
  id: string;
  title: string;
  /** Of a slot with one place: who has it before. */
  before?: 'ann' | 'bob';
  /** What ann does; by default she books. */
  mine?: Act;
  /** Who the other is, and what they do. */
  other: 'bob' | 'phone';
  act: Act;
  /** What the two may be told, ann first, and how many bookings there are then. */
  told: Record<string, number>;
}

const MEETINGS: Meeting[] = [
  { id: 'd', title: 'two people who want the last place', other: 'bob', act: book, told: { '201,409': 1, '409,201': 1 } },
  { id: 'e', title: 'somebody who wants a place and somebody who gives theirs up', before: 'bob', other: 'bob', act: unbook, told: { '201,200': 1, '409,200': 0 } },
  { id: 'f', title: 'two devices of one person who wants a place', other: 'phone', act: book, told: { '201,409': 1, '409,201': 1 } },
  { id: 'g', title: 'two devices of one person who gives their place up', before: 'ann', mine: unbook, other: 'phone', act: unbook, told: { '200,200': 0 } },
];

for (const { id: letter, title, before, mine = book, other, act, told: allowed } of MEETINGS) {
  test(`B-06${letter} every order in which ${title} can meet`, async ({ users, signIn, billing, newVendor, idOf, explore, stores, tenantId }) => {
    const [ann, bob] = await users(2);
    const { id } = await billing(await newVendor()).newSlot(1);
    const second: User = other === 'bob' ? bob : await signIn(ann.credentials);
    const [put, ids] = [new PutBilling(stores, tenantId), { ann: await idOf(ann), bob: await idOf(bob) }];

    await explore(title, {
      given: async () => {
        await put.clear();
        if (before !== undefined) await put.book(id, ids[before]);
      },
      when: { ann: async () => (await mine(billing(ann), id)).status, [other]: async () => (await act(billing(second), id)).status },
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
