import type { WorkQueue } from '../platform/topology.js';

/** The queue of what happened to orders. Its messages say `{tenantId, orderId, userId, number, type, amount}`. */
export const ORDERS_QUEUE: WorkQueue = { exchange: 'shop', queue: 'shop.orders', deadLetterQueue: 'shop.orders.dead', deliveryLimit: 20 };
