import { answered, ensembleOf, expect, type Invariant, type User } from '../../fixtures/index.js';
import { test as base } from '../bazaar.fixture.js';
import { ProviderDesk } from './provider-desk.js';
import { providerAgrees } from './provider.invariants.js';
import { PutShop } from './put-shop.js';
import { ShopDesk, Stockroom } from './shop-desk.js';
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
  /** Waits until the test's tenant is at rest, then demands that every invariant of the shop holds in it, and that the provider's books say the same. */
  everythingHolds: (options?: { deadlineMs?: number; also?: readonly Invariant[] }) => Promise<void>;
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

  everythingHolds: async ({ stores, tenantId, provider }, use) => {
    await use(async ({ deadlineMs, also = [] } = {}) => {
      await stores.settled(quiet(tenantId), { deadlineMs });
      await expect(stores).toHold(...shopInvariants(tenantId), ...providerAgrees(tenantId, provider), ...also);
    });
  },
});

export const ensemble = ensembleOf(test);
export { answered, expect };
export { CARD, refusal, ShopDesk, Stockroom } from './shop-desk.js';
export { ProviderDesk } from './provider-desk.js';
export { offending } from '../../fixtures/index.js';
export { atAnyMoment, orders, ORDERS, payments, quiet, quietAlone, shopInvariants, stock } from './shop.invariants.js';
export { providerAgrees } from './provider.invariants.js';
export type * from './shop.types.js';
