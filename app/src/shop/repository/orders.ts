import type { Queryable } from '../../platform/postgres.js';
import type { Order, OrderStatus } from '../schema.js';

/** A payment with its operations, of a row `p`. */
export const PAYMENT_JSON = `jsonb_build_object('id', p.id, 'orderId', p.order_id, 'amount', p.amount::text, 'capture', p.capture, 'status', p.status, 'captured', p.captured::text,
  'refunded', p.refunded::text, 'refunding', p.refunding::text, 'version', p.version, 'operations',
  (select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'kind', x.kind, 'origin', x.origin, 'amount', x.amount::text, 'status', x.status) order by x.sequence nulls last, x.created_at, x.id), '[]')
   from shop_payment_operations x where x.payment_id = p.id))`;

/** An order with all that belongs to it, of a row `o`, in one statement and so of one moment. */
const ORDER = `o.id, o.user_id as "userId", o.status, o.total::text as total, o.version, o.created_at as "createdAt",
  (select coalesce(jsonb_agg(jsonb_build_object('line', l.line, 'reservationId', l.reservation_id, 'productId', l.product_id, 'warehouseId', r.warehouse_id, 'quantity', l.quantity,
     'unitPrice', l.unit_price::text) order by l.line), '[]')
   from shop_order_lines l join shop_reservations r on r.id = l.reservation_id where l.order_id = o.id) as lines,
  (select coalesce(jsonb_agg(${PAYMENT_JSON} order by p.created_at, p.id), '[]') from shop_payments p where p.order_id = o.id) as payments`;

export async function findOrder(tx: Queryable, id: string): Promise<Order | undefined> {
  return (await tx.query<Order>(`select ${ORDER} from shop_orders o where id = $1`, [id])).rows[0];
}

/** The newest first, from behind `after` on. `userId` null: everybody's. */
export async function listOrders(tx: Queryable, userId: string | null, after: string | null, limit: number): Promise<Order[]> {
  const { rows } = await tx.query<Order>(
    `select ${ORDER} from shop_orders o where ($1::uuid is null or user_id = $1)
       and ($2::uuid is null or (created_at, id) < (select a.created_at, a.id from shop_orders a where a.id = $2))
     order by created_at desc, id desc limit $3`,
    [userId, after, limit],
  );
  return rows;
}

/** The row alone. */
export interface OrderRow {
  id: string;
  userId: string;
  status: OrderStatus;
  total: string;
  version: number;
}

const ROW = 'id, user_id as "userId", status, total::text as total, version';

/** Without a lock. */
export async function peekOrder(tx: Queryable, id: string): Promise<OrderRow | undefined> {
  return (await tx.query<OrderRow>(`select ${ROW} from shop_orders where id = $1`, [id])).rows[0];
}

/** Held to the commit: whatever is decided about an order is decided under this lock. */
export async function lockOrder(tx: Queryable, id: string): Promise<OrderRow | undefined> {
  return (await tx.query<OrderRow>(`select ${ROW} from shop_orders where id = $1 for no key update`, [id])).rows[0];
}

/** Sets the status of an order that is locked, and counts one event. */
export async function advanceOrder(tx: Queryable, id: string, status: OrderStatus): Promise<OrderRow & { events: number }> {
  const { rows } = await tx.query<OrderRow & { events: number }>(
    `update shop_orders set status = $2, events = events + 1, version = version + 1 where id = $1 returning ${ROW}, events`,
    [id, status],
  );
  return rows[0]!;
}

export interface NewLine {
  reservationId: string;
  productId: string;
  quantity: number;
  unitPrice: string;
}

/** The order with its sum, reckoned exactly, and its first event counted. */
export async function insertOrder(tx: Queryable, tenantId: string, id: string, userId: string, lines: NewLine[]): Promise<OrderRow> {
  const { rows } = await tx.query<OrderRow>(
    `insert into shop_orders (tenant_id, id, user_id, events, total)
     select $1::uuid, $2::uuid, $3::uuid, 1, sum(quantity * price) from unnest($4::integer[], $5::numeric[]) as line (quantity, price) returning ${ROW}`,
    [tenantId, id, userId, lines.map(({ quantity }) => quantity), lines.map(({ unitPrice }) => unitPrice)],
  );
  return rows[0]!;
}

/** After the reservations they refer to. */
export async function insertLines(tx: Queryable, tenantId: string, orderId: string, lines: NewLine[]): Promise<void> {
  await tx.query(
    `insert into shop_order_lines (tenant_id, order_id, line, reservation_id, product_id, quantity, unit_price)
     select $1::uuid, $2::uuid, line.n, line.reservation, line.product, line.quantity, line.price
     from unnest($3::uuid[], $4::uuid[], $5::integer[], $6::numeric[]) with ordinality as line (reservation, product, quantity, price, n)`,
    [tenantId, orderId, lines.map(({ reservationId }) => reservationId), lines.map(({ productId }) => productId), lines.map(({ quantity }) => quantity), lines.map(({ unitPrice }) => unitPrice)],
  );
}
