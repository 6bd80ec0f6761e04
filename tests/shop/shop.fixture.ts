import { ensembleOf, expect, test as base, type Invariant, type User } from '../../fixtures/index.js';
import { ProviderDesk } from './provider-desk.js';
import { providerAgrees } from './provider.invariants.js';
import { PutShop } from './put-shop.js';
import { answered, ShopDesk, Stockroom } from './shop-desk.js';
import { quiet, shopInvariants } from './shop.invariants.js';
import type { Product, Warehouse } from './shop.types.js';

/** Products that are on sale, all in one warehouse. */
export interface Stocked { warehouse: Warehouse; products: [Product, ...Product[]] }

interface ShopFixtures {
  /** A user's hands in the shop: `shop(ann).reserve({ productId, quantity: 1 })`. */
  shop: (user: User) => ShopDesk;
  /** What staff can do, as the tenant's owner, as it should go. */
  stockroom: Stockroom;
  /** So many products at `price`, each delivered once: `await stocked({ products: 2, each: 10 })`. */
  stocked: (options?: { products?: number; each?: number; price?: string }) => Promise<Stocked>;
  /** The ground of explorations, past the application. */
  put: PutShop;
  /** The payment provider's side of the test's tenant. */
  provider: ProviderDesk;
  /** What Bazaar calls a user. */
  idOf: (user: User) => Promise<string>;
  /** Waits until the test's tenant is at rest, then demands that every invariant of the shop holds in it, and that the provider's books say the same. */
  everythingHolds: (options?: { deadlineMs?: number; also?: readonly Invariant[] }) => Promise<void>;
  /** The ID of the test's own tenant. */
  tenantId: string;
}

export const test = base.extend<ShopFixtures>({
  shop: async ({}, use) => { await use((user) => new ShopDesk(user)); },

  stockroom: async ({ owner }, use) => { await use(new Stockroom(new ShopDesk(owner))); },

  stocked: async ({ stockroom }, use) => {
    let made = 0;
    await use(async ({ products: count = 1, each = 10, price = '12.50' } = {}) => {
      const warehouse = await stockroom.warehouse(`Warehouse ${++made}`);
      const products: Product[] = [];
      for (let n = 1; n <= count; n++) products.push(await stockroom.product(`SKU-${made}-${n}`, price));
      await stockroom.fill(warehouse.id, products.map(({ id }) => id), each);
      return { warehouse, products: products as Stocked['products'] };
    });
  },

  provider: async ({ target, tenantId }, use) => { await use(new ProviderDesk(target.service('provider'), tenantId)); },

  put: async ({ stores, tenantId }, use) => { await use(new PutShop(stores, tenantId)); },

  idOf: async ({}, use) => {
    await use(async (user) => answered<{ user: { id: string } }>(await user.api.get('/api/me'), 200).user.id);
  },

  tenantId: async ({ tenant }, use) => {
    if (tenant === undefined) throw new Error('Bazaar has tenants, and this test was given none');
    await use(tenant.id);
  },

  everythingHolds: async ({ stores, tenantId, provider }, use) => {
    await use(async ({ deadlineMs, also = [] } = {}) => {
      await stores.settled(quiet(tenantId), { deadlineMs });
      await expect(stores).toHold(...shopInvariants(tenantId), ...providerAgrees(tenantId, provider), ...also);
    });
  },
});

export const ensemble = ensembleOf(test);
export { expect };
export { answered, CARD, refusal, ShopDesk, Stockroom } from './shop-desk.js';
export { ProviderDesk } from './provider-desk.js';
export { atAnyMoment, offending, orders, ORDERS, payments, quiet, quietAlone, shopInvariants, stock } from './shop.invariants.js';
export { providerAgrees } from './provider.invariants.js';
export type * from './shop.types.js';
