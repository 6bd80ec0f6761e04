import { expect, test } from './billing.fixture.js';
import { PutBilling } from './put-billing.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

/** What there is, and how many each of two wants. */
const SALES = [
  { id: 'c', title: 'two buyers of the last ticket', left: 1, wants: [1, 1] },
  { id: 'd', title: 'a buyer of the last two tickets and a buyer of one of them', left: 2, wants: [2, 1] },
] as const;

for (const { id: letter, title, left, wants } of SALES) {
  test(`B-05${letter} every order in which ${title} can meet`, async ({ users, billing, newVendor, explore, stores, tenantId }) => {
    const [ann, bob] = await users(2);
    const { id } = await billing(await newVendor()).newEvent(left);
    const put = new PutBilling(stores, tenantId);

    await explore('buy against buy', {
      given: () => put.clear(),
      when: { ann: async () => (await billing(ann).buy(id, wants[0])).status, bob: async () => (await billing(bob).buy(id, wants[1])).status },
      then: async (told) => {
        expect(Object.values(told).sort(), 'one has the last, and the other is told that it is gone').toEqual([201, 409]);
        const { available } = await stores.postgres.one<{ available: number }>('select available from billing_events where id = $1', [id]);
        expect(available).toBe(left - (told.ann === 201 ? wants[0] : wants[1]));
        return await put.offending();
      },
    });
  });
}
