import { StaleRead } from '../../platform/conflicts.js';
import type { Queryable } from '../../platform/postgres.js';
import type { Reservation, ReservationStatus } from '../schema.js';
import type { Place } from './stock.js';

const COLUMNS =
  'id, product_id as "productId", warehouse_id as "warehouseId", quantity, status, expires_at as "expiresAt", order_id as "orderId", created_at as "createdAt"';

/** A reservation with whose it is. */
export interface Held extends Place {
  id: string;
  userId: string;
  quantity: number;
  status: ReservationStatus;
  orderId: string | null;
  /** ACTIVE for longer than it may be, by the database's clock. */
  due: boolean;
}

const HELD = `id, user_id as "userId", product_id as "productId", warehouse_id as "warehouseId", quantity, status, order_id as "orderId",
  (status = 'ACTIVE' and expires_at <= clock_timestamp()) as due`;

export interface NewHold extends Place {
  id: string;
  userId: string;
  quantity: number;
}

/** In a basket for so many seconds, by the database's clock. */
export async function insertReservation(tx: Queryable, tenantId: string, { id, userId, productId, warehouseId, quantity }: NewHold, seconds: number): Promise<Reservation> {
  const { rows } = await tx.query<Reservation>(
    `insert into shop_reservations (tenant_id, id, user_id, product_id, warehouse_id, quantity, status, expires_at)
     values ($1, $2, $3, $4, $5, $6, 'ACTIVE', clock_timestamp() + $7 * interval '1 second') returning ${COLUMNS}`,
    [tenantId, id, userId, productId, warehouseId, quantity, seconds],
  );
  return rows[0]!;
}

/** Part of an order from the beginning. */
export async function insertOrdered(tx: Queryable, tenantId: string, orderId: string, { id, userId, productId, warehouseId, quantity }: NewHold): Promise<void> {
  await tx.query(
    `insert into shop_reservations (tenant_id, id, user_id, product_id, warehouse_id, quantity, status, order_id) values ($1, $2, $3, $4, $5, $6, 'ORDERED', $7)`,
    [tenantId, id, userId, productId, warehouseId, quantity, orderId],
  );
}

export async function listActive(tx: Queryable, userId: string): Promise<Reservation[]> {
  return (await tx.query<Reservation>(`select ${COLUMNS} from shop_reservations where user_id = $1 and status = 'ACTIVE' order by created_at desc, id desc`, [userId])).rows;
}

/** As they are now, without a lock: whose they are, and which stock they hold, never changes. */
export async function readReservations(tx: Queryable, ids: string[]): Promise<Held[]> {
  return (await tx.query<Held>(`select ${HELD} from shop_reservations where id = any($1) order by id`, [ids])).rows;
}

export async function readReservationsOfOrder(tx: Queryable, orderId: string): Promise<Held[]> {
  return (await tx.query<Held>(`select ${HELD} from shop_reservations where order_id = $1 order by id`, [orderId])).rows;
}

/** Those of a product that nobody may order any more, the oldest first. */
export async function readDue(tx: Queryable, productId: string, limit: number): Promise<Held[]> {
  const { rows } = await tx.query<Held>(
    `select ${HELD} from shop_reservations where product_id = $1 and status = 'ACTIVE' and expires_at <= (select clock_timestamp()) order by expires_at limit $2`,
    [productId, limit],
  );
  return rows;
}

/** Of all tenants: for `asSystem`. */
export async function findDueProducts(tx: Queryable, limit: number): Promise<{ tenantId: string; productId: string }[]> {
  const { rows } = await tx.query<{ tenantId: string; productId: string }>(
    `select distinct tenant_id as "tenantId", product_id as "productId" from shop_reservations where status = 'ACTIVE' and expires_at <= (select clock_timestamp()) limit $1`,
    [limit],
  );
  return rows;
}

/**
 * Locks them in the order of their ids, as all do, and reads them as they are from then on. In two statements: a clock that is read by the one that locks has been read before it waits, and what
 * has become due in the meantime would still be ordered.
 */
export async function lockReservations(tx: Queryable, ids: string[]): Promise<Map<string, Held>> {
  if (ids.length === 0) return new Map();
  await tx.query('select 1 from shop_reservations where id = any($1) order by id for no key update', [ids]);
  return new Map((await readReservations(tx, ids)).map((held) => [held.id, held]));
}

/**
 * Makes sure that they still are what the stock, which was locked or written before, was reckoned by. To be called with what {@link lockReservations} answered.
 *
 * @throws StaleRead when one has been ordered, released, sold or returned by somebody else since it was read: the transaction is rolled back and run again.
 */
export function demandUnchanged(read: Held[], locked: Map<string, Held>): void {
  for (const { id, status, orderId } of read) {
    const now = locked.get(id);
    if (now?.status !== status || now.orderId !== orderId) throw new StaleRead('A reservation was changed since it was read.');
  }
}

/** Of rows that are locked. */
export async function setReservations(tx: Queryable, ids: string[], status: ReservationStatus, orderId?: string): Promise<void> {
  if (ids.length === 0) return;
  await tx.query('update shop_reservations set status = $2, order_id = coalesce($3, order_id) where id = any($1)', [ids, status, orderId ?? null]);
}
