import { answered, ensembleOf, expect, type Invariant, type User } from '../../fixtures/index.js';
import { test as base } from '../bazaar.fixture.js';
import { BillingDesk } from './billing-desk.js';
import { billingInvariants, quiet } from './billing.invariants.js';

interface BillingFixtures {
  /** A user's hands in billing: `billing(ann).buy(eventId)`. */
  billing: (user: User) => BillingDesk;
  /** One more user of the test's own tenant, who is a vendor. */
  newVendor: () => Promise<User>;
  /**
   * Waits until the test's tenant is at rest, then demands that every invariant of billing holds in it.
   * @param also more invariants to hold
   */
  everythingHolds: (options?: { deadlineMs?: number; also?: readonly Invariant[] }) => Promise<void>;
}

export const test = base.extend<BillingFixtures>({
  billing: async ({}, use) => { await use((user) => new BillingDesk(user)); },

  newVendor: async ({ users }, use) => {
    await use(async () => {
      const [vendor] = await users(1);
      await new BillingDesk(vendor).asVendor();
      return vendor;
    });
  },

  everythingHolds: async ({ stores, tenantId }, use) => {
    await use(async ({ deadlineMs, also = [] } = {}) => {
      await stores.settled(quiet(tenantId), { deadlineMs });
      await expect(stores).toHold(...billingInvariants(tenantId), ...also);
    });
  },
});

export const ensemble = ensembleOf(test);
export { answered, expect };
export { BillingDesk, keyed } from './billing-desk.js';
export { offending } from '../../fixtures/index.js';
export { atOnce, billingInvariants, invoices, keys, plans, quiet, sales, subscriptions } from './billing.invariants.js';
export { documents, ledger, TASKS, tasks } from './billing-effects.invariants.js';
export type * from './billing.types.js';
