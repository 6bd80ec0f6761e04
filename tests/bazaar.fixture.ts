import { answered, test as base, type User } from '../fixtures/index.js';

/** What the tests of every domain of Bazaar need. */
export interface BazaarFixtures {
  /** What Bazaar calls a user. */
  idOf: (user: User) => Promise<string>;
  /** The ID of the test's own tenant. */
  tenantId: string;
}

export const test = base.extend<BazaarFixtures>({
  idOf: async ({}, use) => {
    await use(async (user) => answered<{ user: { id: string } }>(await user.api.get('/api/me'), 200).user.id);
  },

  tenantId: async ({ tenant }, use) => {
    if (tenant === undefined) throw new Error('Bazaar has tenants, and this test was given none');
    await use(tenant.id);
  },
});
