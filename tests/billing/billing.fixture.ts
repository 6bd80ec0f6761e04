import { ensembleOf, expect, test as base, type Invariant, type User } from '../../fixtures/index.js';
import { answered, BillingDesk } from './billing-desk.js';
import { billingInvariants, quiet } from './billing.invariants.js';

interface BillingFixtures {
  /** A user's hands in billing: `billing(ann).buy(eventId)`. */
  billing: (user: User) => BillingDesk;
  /** What Bazaar calls a user. */
  idOf: (user: User) => Promise<string>;
  /** One more user of the test's own tenant, who is a vendor. */
  newVendor: () => Promise<User>;
  /**
   * Waits until the test's tenant is at rest, then demands that every invariant of billing holds in it.
   * @param also more invariants to hold
   */
  everythingHolds: (options?: { deadlineMs?: number; also?: readonly Invariant[] }) => Promise<void>;
  /** The ID of the test's own tenant. */
  tenantId: string;
}

export const test = base.extend<BillingFixtures>({
  billing: async ({}, use) => { await use((user) => new BillingDesk(user)); },

  idOf: async ({}, use) => {
    await use(async (user) => answered<{ user: { id: string } }>(await user.api.get('/api/me'), 200).user.id);
  },

  newVendor: async ({ users }, use) => {
    await use(async () => {
      const [vendor] = await users(1);
      await new BillingDesk(vendor).asVendor();
      return vendor;
    });
  },

  tenantId: async ({ tenant }, use) => {
    if (tenant === undefined) throw new Error('Bazaar has tenants, and this test was given none');
    await use(tenant.id);
  },

  everythingHolds: async ({ stores, tenantId }, use) => {
    await use(async ({ deadlineMs, also = [] } = {}) => {
      await stores.settled(quiet(tenantId), { deadlineMs });
      await expect(stores).toHold(...billingInvariants(tenantId), ...also);
    });
  },
});

export const ensemble = ensembleOf(test);
export { expect };
export { answered, BillingDesk, keyed } from './billing-desk.js';
export { atOnce, billingInvariants, invoices, keys, offending, plans, quiet, sales, subscriptions } from './billing.invariants.js';
export { documents, ledger, TASKS, tasks } from './billing-effects.invariants.js';
export type * from './billing.types.js';
