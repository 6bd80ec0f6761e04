import type { Handler } from '../../platform/consumer.js';
import { isHandled, markHandled } from '../../platform/inbox.js';
import type { WorkerPlatform } from '../../platform/platform.js';
import { inTenant } from '../../platform/tenants.js';
import { ORDERS_QUEUE } from '../queue.js';
import { addToTotals, keepEvent, lockProgress, setProgress, takeTurn } from '../repository/projection.js';
import { parseOrderEvent } from './message.js';

/**
 * Handles a message of the queue of order events; returning means that it is done with and may be acknowledged.
 *
 * Protected by: the lock on the order's progress, under which the inbox is asked, the event is kept, and all are applied whose turn it is, in the order of their numbers; what comes too early waits in its
 * row for whoever brings the missing one. Inbox, event, progress and totals are one transaction: a message that comes again, or to two consumers at once, has its effect once.
 */
export function consumeOrders({ postgres, instance, config }: WorkerPlatform): Handler {
  return async ({ messageId, payload }) => {
    const event = parseOrderEvent(messageId, payload);
    const { tenantId, orderId, userId } = event;
    await inTenant(
      postgres,
      tenantId,
      async (tx) => {
        let last = await lockProgress(tx, tenantId, orderId);
        if (await isHandled(tx, ORDERS_QUEUE.queue, messageId)) return;
        await keepEvent(tx, event, messageId, instance);
        for (let next = await takeTurn(tx, orderId, last + 1); next; next = await takeTurn(tx, orderId, last + 1)) {
          await addToTotals(tx, tenantId, userId, next.type, next.amount);
          last++;
        }
        await setProgress(tx, orderId, last);
        await markHandled(tx, ORDERS_QUEUE.queue, messageId);
      },
      { attempts: config.conflictAttempts },
    );
  };
}
