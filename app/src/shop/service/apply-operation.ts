import type { StockStrategy } from '../../platform/config.js';
import { StaleRead } from '../../platform/conflicts.js';
import { type LedgerTransfer, postLedgerTransfer } from '../../platform/ledger.js';
import type { LivePublisher } from '../../platform/live.js';
import type { Queryable } from '../../platform/postgres.js';
import { levelsChanged, orderChanged, reservationChanged } from '../events.js';
import { lockOrder, type OrderRow } from '../repository/orders.js';
import {
  endRefunding, finishOperation, insertForeignRefund, insertOperation, lockOperations, lockPayment, type OperationRow, type PaymentRow, peekPayment, readOperations, setPayment, setProviderId,
} from '../repository/payments.js';
import { demandUnchanged, type Held, lockReservations, readReservationsOfOrder, setReservations } from '../repository/reservations.js';
import { Stock } from '../repository/stock.js';
import type { Level } from '../schema.js';
import type { ProviderOperation, ProviderPayment } from './provider.js';
import { moveOrder } from './tell-order.js';

export interface Applied {
  /** False: all of it was known. */
  changed: boolean;
  /** As it is now, if it was moved. */
  order?: OrderRow;
  levels: Level[];
  sold: Held[];
}

/**
 * Applies what the provider says of a payment, whoever hears of it: the one who asked, one who asked again, or a webhook, any number of times and in any order. Operation, payment, order,
 * stock, ledger and event change together.
 *
 * Protected by: the locks on order and payment, under which each operation is finished only if it is still `PENDING` (and one of the provider's own desk inserted only if it is not known): the first
 * counts, the rest find it done. Operations are taken in the order in which the provider carried them out, and none is undone; so no state is left for an earlier one.
 *
 * @returns undefined when there is no such payment here.
 */
export async function applyOperation(tx: Queryable, tenantId: string, strategy: StockStrategy, { id, reference, operations }: ProviderPayment): Promise<Applied | undefined> {
  const seen = await peekPayment(tx, reference);
  if (!seen || (seen.providerId !== null && seen.providerId !== id)) return undefined;
  // The stock comes before order and payment, so whether it will be sold has to be known before they are locked: once done, a capture stays done.
  const captures = operations.filter(({ kind, status }) => kind === 'capture' && status === 'succeeded').map((operation) => operation.id);
  const sells = (await readOperations(tx, seen.id)).some((known) => known.status === 'PENDING' && captures.includes(known.id));
  const { levels, sold } = sells ? await sell(tx, strategy, seen.orderId) : { levels: [], sold: [] };

  await lockOrder(tx, seen.orderId);
  const payment = await lockPayment(tx, seen.id);
  const known = new Map((await lockOperations(tx, payment.id)).map((operation) => [operation.id, operation]));
  await setProviderId(tx, payment.id, id);
  const applied: Applied = { changed: false, levels, sold };
  const transfers: LedgerTransfer[] = [];
  for (const told of inSequence(operations)) {
    const own = known.get(told.id);
    if (own ? own.status !== 'PENDING' : told.origin !== 'provider' || told.kind !== 'refund' || told.status !== 'succeeded') continue;
    // Begun between the two readings of the operations.
    if (told.kind === 'capture' && told.status === 'succeeded' && !sells) throw new StaleRead('A capture was begun meanwhile.');
    if (own) await finishOperation(tx, own.id, told.status === 'succeeded' ? 'SUCCEEDED' : 'FAILED', told.sequence);
    else await insertForeignRefund(tx, tenantId, payment.id, told.id, told.amount, told.sequence);
    applied.order = (await carryOver(tx, tenantId, payment, told, own, transfers)) ?? applied.order;
    applied.changed = true;
  }
  // Somebody else applied the capture since: what was sold above is not sold twice.
  if (sells && !transfers.some(({ what }) => what === 'capture')) throw new StaleRead('The capture was applied meanwhile.');
  for (const transfer of transfers) await postLedgerTransfer(tx, tenantId, transfer);
  return applied;
}

/** To be called after the commit. */
export function tellApplied(platform: { live: LivePublisher }, tenantId: string, { order, levels, sold }: Applied): void {
  levelsChanged(platform, tenantId, levels);
  for (const { userId, id } of sold) reservationChanged(platform, userId, { id, status: 'SOLD' });
  if (order) orderChanged(platform, order);
}

/** What follows from one operation for payment, order and ledger. */
async function carryOver(
  tx: Queryable, tenantId: string, payment: PaymentRow, told: ProviderOperation, own: OperationRow | undefined, transfers: LedgerTransfer[],
): Promise<OrderRow | undefined> {
  const { id, orderId } = payment;
  const amount = own?.amount ?? told.amount;
  const good = told.status === 'succeeded';
  switch (told.kind) {
    case 'authorize': {
      await setPayment(tx, id, good ? 'AUTHORIZED' : 'DECLINED');
      if (!good) return undefined;
      if (payment.capture) await insertOperation(tx, tenantId, id, 'capture', payment.amount, 0);
      return moveOrder(tx, tenantId, orderId, 'AUTHORIZED', 'order.authorized');
    }
    case 'capture': {
      if (!good) return undefined;
      await setPayment(tx, id, 'CAPTURED');
      transfers.push({ id: told.id, what: 'capture', debit: 'clearing', credit: 'sales', amount });
      return moveOrder(tx, tenantId, orderId, 'PAID', 'order.paid');
    }
    case 'void': {
      // The order was cancelled when this began.
      if (good) await setPayment(tx, id, 'VOIDED');
      return undefined;
    }
    case 'refund': {
      const status = await endRefunding(tx, id, own ? amount : '0', good ? amount : '0');
      if (!good) return undefined;
      transfers.push({ id: told.id, what: 'refund', debit: 'refunds', credit: 'clearing', amount });
      return moveOrder(tx, tenantId, orderId, status === 'REFUNDED' ? 'REFUNDED' : 'PAID', 'order.refunded', amount);
    }
  }
}

/** Protected by: see {@link Stock} and `demandUnchanged`. */
async function sell(tx: Queryable, strategy: StockStrategy, orderId: string): Promise<{ levels: Level[]; sold: Held[] }> {
  const held = await readReservationsOfOrder(tx, orderId);
  if (held.some(({ status }) => status !== 'ORDERED')) throw new StaleRead('The goods were sold meanwhile.');
  const stock = new Stock(tx, strategy);
  await stock.read(held);
  for (const reservation of held) stock.change(reservation, { reserved: -reservation.quantity, sold: reservation.quantity });
  const levels = await stock.write();
  const ids = held.map(({ id }) => id);
  demandUnchanged(held, await lockReservations(tx, ids));
  await setReservations(tx, ids, 'SOLD');
  return { levels, sold: held };
}

/** What was refused has no place, and comes last. */
const inSequence = (operations: ProviderOperation[]) => [...operations].sort((a, b) => (a.sequence ?? Infinity) - (b.sequence ?? Infinity));
