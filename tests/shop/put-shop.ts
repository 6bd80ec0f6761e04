import { randomUUID } from 'node:crypto';
import { offending, type Invariant, type Row, type Stores } from '../../fixtures/index.js';
import { atAnyMoment } from './shop.invariants.js';
import type { OrderStatus } from './shop.types.js';

/** What is put on hand, and nothing of it reserved or sold. */
export interface Shelf { productId: string; warehouseId: string; onHand: number }

interface Held { userId: string; productId: string; warehouseId: string; quantity?: number }

/**
 * The ground of an exploration, put back past the application before each schedule: a shop in which nobody has bought anything, and reservations and orders that
 * are there without having been asked for. What the payment provider has in its books stays there, and is about orders that are gone.
 */
export class PutShop {
  readonly #stores: Stores;
  readonly #tenantId: string;

  constructor(stores: Stores, tenantId: string) {
    this.#stores = stores;
    this.#tenantId = tenantId;
  }

  /** Empties the tenant's shop but for products and warehouses, which are as when they were made, and puts this on its shelves. */
  async clear(shelves: readonly Shelf[], price = '12.50'): Promise<void> {
    const t = 'where tenant_id = $1';
    await this.#stores.postgres.rows(`
      with keys as (delete from idempotency_keys ${t}), fences as (delete from tenant_fences ${t}), told as (delete from shop_order_events ${t}), progress as (delete from shop_order_progress ${t}),
        totals as (delete from shop_customer_totals ${t}), entries as (delete from ledger_entries ${t}), transfers as (delete from ledger_transfers ${t}), accounts as (update ledger_accounts set balance = 0 ${t}),
        operations as (delete from shop_payment_operations ${t}), payments as (delete from shop_payments ${t}), lines as (delete from shop_order_lines ${t}), reservations as (delete from shop_reservations ${t}),
        orders as (delete from shop_orders ${t}), messages as (delete from outbox where exchange = 'shop'), products as (update shop_products set price = $5::numeric, version = 1 ${t}),
        others as (delete from shop_stock s ${t} and not exists (select from unnest($2::uuid[], $3::uuid[]) x (product, warehouse) where (x.product, x.warehouse) = (s.product_id, s.warehouse_id)))
      insert into shop_stock (tenant_id, product_id, warehouse_id, received, on_hand) select $1::uuid, x.product, x.warehouse, x.on_hand, x.on_hand from unnest($2::uuid[], $3::uuid[], $4::int[]) as x (product, warehouse, on_hand)
        on conflict (tenant_id, product_id, warehouse_id) do update set received = excluded.received, on_hand = excluded.on_hand, reserved = 0, sold = 0, version = 1`,
    [this.#tenantId, shelves.map(({ productId }) => productId), shelves.map(({ warehouseId }) => warehouseId), shelves.map(({ onHand }) => onHand), price]);
  }

  /** Reserves of what is on hand. @returns the ID of the reservation, which lives for `seconds`; less than 0: it is due */
  async reservation({ userId, productId, warehouseId, quantity = 1 }: Held, seconds = 900): Promise<string> {
    const { id } = await this.#stores.postgres.one<{ id: string }>(`
      with stock as (update shop_stock set on_hand = on_hand - $5, reserved = reserved + $5 where (tenant_id, product_id, warehouse_id) = ($1, $3, $4))
      insert into shop_reservations (tenant_id, user_id, product_id, warehouse_id, quantity, status, expires_at) values ($1, $2, $3, $4, $5, 'ACTIVE', clock_timestamp() + $6 * interval '1 second') returning id`,
    [this.#tenantId, userId, productId, warehouseId, quantity, seconds]);
    return id;
  }

  /** Places an order of one line. @returns its ID */
  async order({ userId, productId, warehouseId, quantity = 1 }: Held): Promise<string> {
    const [reservation, order, message] = [await this.reservation({ userId, productId, warehouseId, quantity }), randomUUID(), randomUUID()];
    await this.#stores.postgres.rows(`
      with placed as (insert into shop_orders (tenant_id, id, user_id, events, total) select $1::uuid, $2::uuid, $3::uuid, 1, price * $6::int from shop_products where tenant_id = $1::uuid and id = $4::uuid returning total),
        line as (insert into shop_order_lines (tenant_id, order_id, line, reservation_id, product_id, quantity, unit_price) select $1::uuid, $2::uuid, 1, $5::uuid, $4::uuid, $6::int, total / $6::int from placed),
        told as (insert into outbox (id, exchange, routing_key, payload, published_at)
          select $7::uuid, 'shop', 'shop.orders', jsonb_build_object('tenantId', $1::uuid, 'orderId', $2::uuid, 'userId', $3::uuid, 'number', 1, 'type', 'order.placed', 'amount', total::text), now() from placed)
      update shop_reservations set status = 'ORDERED', order_id = $2::uuid where id = $5::uuid`, [this.#tenantId, order, userId, productId, reservation, quantity, message]);
    return order;
  }

  async statusOf(orderId: string): Promise<OrderStatus> {
    return (await this.#stores.postgres.one<{ status: OrderStatus }>('select status from shop_orders where id = $1', [orderId])).status;
  }

  async reservationStatus(id: string): Promise<string> {
    return (await this.#stores.postgres.one<{ status: string }>('select status from shop_reservations where id = $1', [id])).status;
  }

  /** What a shelf holds. */
  async level(productId: string): Promise<{ on_hand: number; reserved: number; sold: number; received: number }> {
    return await this.#stores.postgres.one('select sum(on_hand)::int as on_hand, sum(reserved)::int as reserved, sum(sold)::int as sold, sum(received)::int as received from shop_stock where product_id = $1', [productId]);
  }

  /** Rows that break an invariant, each with its name: what an exploration's `then` returns. */
  async offending(also: readonly Invariant[] = []): Promise<Row[]> { return await offending(this.#stores, [...atAnyMoment(this.#tenantId), ...also]); }
}
