import { randomUUID } from 'node:crypto';
import type { Stores } from '../../fixtures/index.js';

/** Where a stock is. */
export interface Place { productId: string; warehouseId: string }

/** A tenant's warehouses and stock, put there past the application: the ground of a scenario, and of every schedule of an exploration. */
export class PutStock {
  readonly #stores: Stores;
  readonly #tenantId: string;

  constructor(stores: Stores, tenantId: string) {
    this.#stores = stores;
    this.#tenantId = tenantId;
  }

  /** @param id another tenant's, to have one that is equal in two */
  async warehouse(name = 'Main', id: string = randomUUID()): Promise<string> {
    await this.#stores.postgres.rows(`
      insert into shop_warehouses (tenant_id, id, name, priority) select $1::uuid, $2::uuid, $3, coalesce(max(priority), 0) + 1 from shop_warehouses where tenant_id = $1`, [this.#tenantId, id, name]);
    return id;
  }

  async product(sku = 'HAT', { name = sku, price = '10.00', id = randomUUID() } = {}): Promise<string> {
    await this.#stores.postgres.rows('insert into shop_products (tenant_id, id, sku, name, price) values ($1, $2, $3, $4, $5)', [this.#tenantId, id, sku, name, price]);
    return id;
  }

  /** A product of which so many are on hand, in a warehouse of its own or in the one given. */
  async stock(onHand: number, { sku = 'HAT', warehouseId }: { sku?: string; warehouseId?: string } = {}): Promise<Place> {
    const place = { productId: await this.product(sku), warehouseId: warehouseId ?? await this.warehouse(`House of ${sku}`) };
    await this.set(place, onHand);
    return place;
  }

  /** So many on hand, nothing reserved or sold, as if nothing had ever happened there. */
  async set({ productId, warehouseId }: Place, onHand: number): Promise<void> {
    await this.#stores.postgres.rows(`
      with reservations as (delete from shop_reservations where tenant_id = $1 and product_id = $2 and warehouse_id = $3)
      insert into shop_stock (tenant_id, product_id, warehouse_id, received, on_hand) values ($1, $2, $3, $4, $4)
        on conflict (tenant_id, product_id, warehouse_id) do update set received = $4, on_hand = $4, reserved = 0, sold = 0, version = 1`, [this.#tenantId, productId, warehouseId, onHand]);
  }

  /** No lock was ever given out, no key ever used. Locks in Redis stay. */
  async forget(): Promise<void> {
    await this.#stores.postgres.rows('with fences as (delete from tenant_fences where tenant_id = $1) delete from idempotency_keys where tenant_id = $1', [this.#tenantId]);
  }

  async level({ productId, warehouseId }: Place): Promise<{ onHand: number; reserved: number; sold: number; received: number }> {
    return await this.#stores.postgres.one('select on_hand as "onHand", reserved, sold, received from shop_stock where tenant_id = $1 and product_id = $2 and warehouse_id = $3', [this.#tenantId, productId, warehouseId]);
  }
}
