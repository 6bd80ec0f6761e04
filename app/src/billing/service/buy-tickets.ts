import { randomUUID } from 'node:crypto';
import { HttpError, notFound } from '../../platform/errors.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { availabilityChanged } from '../events.js';
import { findEvent, insertTickets, takeAvailable } from '../repository/box-office.js';
import { chargePurchase } from '../repository/charges.js';

/**
 * Buys so many tickets of an event, all or none.
 *
 * Protected by: they are taken out of `available` first, by one statement that judges and locks the event; tickets, charge and ledger follow under that lock, in the same transaction. So
 * `available` = `total` − tickets at every moment, and no ticket is without its charge.
 */
export async function buyTickets({ live }: Pick<Platform, 'live'>, call: KeyedCall, id: string, quantity: number) {
  const { tenantId, userId } = call;
  const answer = await call.answer(async (tx) => {
    const event = await takeAvailable(tx, id, quantity);
    if (!event) {
      const current = await findEvent(tx, id);
      if (!current) throw notFound('event');
      const { available } = current;
      throw new HttpError(409, 'sold_out', available === 0 ? 'All tickets are sold.' : `Only ${available} more can be bought.`, { details: { available } });
    }
    const purchaseId = randomUUID();
    const tickets = await insertTickets(tx, tenantId, event, { purchaseId, userId, quantity });
    await chargePurchase(tx, tenantId, userId, purchaseId, event.price, quantity);
    return { status: 201, body: { tickets, event } };
  });
  availabilityChanged(live, tenantId, answer.body.event);
  return answer;
}
