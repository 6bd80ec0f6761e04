import { PoisonMessage } from '../../platform/consumer.js';
import type { OrderEvent, OrderEventType } from '../repository/projection.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TYPES: OrderEventType[] = ['order.placed', 'order.authorized', 'order.paid', 'order.refunded', 'order.cancelled'];

/** An event of an order, or no message of ours. */
export function parseOrderEvent(messageId: string, payload: unknown): OrderEvent {
  if (!UUID.test(messageId)) throw new PoisonMessage('it has no messageId of ours');
  const { tenantId, orderId, userId, number, type, amount } = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  const known = TYPES.find((candidate) => candidate === type);
  if (!isUuid(tenantId) || !isUuid(orderId) || !isUuid(userId)) throw new PoisonMessage('it names no order of anybody');
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || !known) throw new PoisonMessage('it is no event of an order');
  if (typeof amount !== 'string' || !/^\d{1,10}\.\d{2}$/.test(amount)) throw new PoisonMessage('it has no amount');
  return { tenantId, orderId, userId, number, type: known, amount };
}

const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);
