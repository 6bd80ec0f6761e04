import { randomUUID } from 'node:crypto';
import { sendOnCommit } from '../../platform/outbox.js';
import type { Queryable } from '../../platform/postgres.js';
import { ORDERS_QUEUE } from '../queue.js';
import { advanceOrder, type OrderRow } from '../repository/orders.js';
import type { OrderEvent, OrderEventType } from '../repository/projection.js';
import type { OrderStatus } from '../schema.js';

/** Has the event sent if, and only if, the transaction commits. Protected by: the outbox. */
export const tellOrder = (tx: Queryable, event: OrderEvent) =>
  sendOnCommit(tx, { id: randomUUID(), exchange: ORDERS_QUEUE.exchange, routingKey: ORDERS_QUEUE.queue, payload: { ...event } });

/**
 * Brings an order to a status and tells of it. Protected by: the lock on the order, which the caller holds, so that events are numbered without a gap in the order in which they happened.
 *
 * @param amount what the event is about; preset: the order's total.
 */
export async function moveOrder(tx: Queryable, tenantId: string, id: string, status: OrderStatus, type: OrderEventType, amount?: string): Promise<OrderRow> {
  const order = await advanceOrder(tx, id, status);
  await tellOrder(tx, { tenantId, orderId: id, userId: order.userId, number: order.events, type, amount: amount ?? order.total });
  return order;
}
