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
