import type { Queryable } from '../../platform/postgres.js';

export type OrderEventType = 'order.placed' | 'order.authorized' | 'order.paid' | 'order.refunded' | 'order.cancelled';

/** What happened to an order, as it is sent. */
export interface OrderEvent {
  tenantId: string;
  orderId: string;
  userId: string;
  /** 1, 2, 3 … per order. */
  number: number;
  type: OrderEventType;
  amount: string;
}

export interface CustomerTotals {
  placed: number;
  paid: number;
  cancelled: number;
  spent: string;
  refunded: string;
}

/** Those that consumers have applied. */
export async function listApplied(tx: Queryable, orderId: string) {
  const { rows } = await tx.query<{ number: number; type: OrderEventType; amount: string; appliedAs: number }>(
    `select number, type, amount::text as amount, applied_as::float8 as "appliedAs" from shop_order_events where order_id = $1 and applied_as is not null order by number`,
    [orderId],
  );
  return rows;
}

export async function readTotals(tx: Queryable, userId: string): Promise<CustomerTotals> {
  const { rows } = await tx.query<CustomerTotals>('select placed, paid, cancelled, spent::text as spent, refunded::text as refunded from shop_customer_totals where user_id = $1', [userId]);
  return rows[0] ?? { placed: 0, paid: 0, cancelled: 0, spent: '0.00', refunded: '0.00' };
}

/**
 * How far the order has been told. Protected by: the lock on this row, held to the commit: of the events of one order one is applied at a time, by whichever consumer. That nobody waits where
 * there is no row yet is seen to by ON CONFLICT, which waits for who inserts it at this moment.
 */
export async function lockProgress(tx: Queryable, tenantId: string, orderId: string): Promise<number> {
  await tx.query('insert into shop_order_progress (tenant_id, order_id) values ($1, $2) on conflict do nothing', [tenantId, orderId]);
  const { rows } = await tx.query<{ last: number }>('select last_number as last from shop_order_progress where order_id = $1 for no key update', [orderId]);
  return rows[0]!.last;
}

export async function setProgress(tx: Queryable, orderId: string, last: number): Promise<void> {
  await tx.query('update shop_order_progress set last_number = $2 where order_id = $1', [orderId, last]);
}

/** Keeps an event as it arrived; it waits. Protected by: the primary key + ON CONFLICT: one that comes again changes nothing. */
export async function keepEvent(tx: Queryable, { tenantId, orderId, number, type, amount }: OrderEvent, messageId: string, worker: string): Promise<void> {
  await tx.query(
    `insert into shop_order_events (tenant_id, order_id, number, type, amount, message_id, worker) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [tenantId, orderId, number, type, amount, messageId, worker],
  );
}

/** Marks the event of this number as applied, and answers it; undefined if it has not come yet. */
export async function takeTurn(tx: Queryable, orderId: string, number: number): Promise<{ type: OrderEventType; amount: string } | undefined> {
  const { rows } = await tx.query<{ type: OrderEventType; amount: string }>(
    `update shop_order_events set applied_as = nextval('shop_applied') where order_id = $1 and number = $2 and applied_as is null returning type, amount::text as amount`,
    [orderId, number],
  );
  return rows[0];
}

/**
 * Adds one event to a customer's totals. Protected by: one statement, which adds to what is there. The row is made before, since what a refund would insert alone, more refunded than spent, is
 * against the table's check.
 */
export async function addToTotals(tx: Queryable, tenantId: string, userId: string, type: OrderEventType, amount: string): Promise<void> {
  const one = (wanted: OrderEventType) => (type === wanted ? 1 : 0);
  const sum = (wanted: OrderEventType) => (type === wanted ? amount : '0');
  await tx.query('insert into shop_customer_totals (tenant_id, user_id) values ($1, $2) on conflict do nothing', [tenantId, userId]);
  await tx.query(
    'update shop_customer_totals set placed = placed + $2, paid = paid + $3, cancelled = cancelled + $4, spent = spent + $5, refunded = refunded + $6 where user_id = $1',
    [userId, one('order.placed'), one('order.paid'), one('order.cancelled'), sum('order.paid'), sum('order.refunded')],
  );
}
