import type { Call } from '../../platform/call.js';
import { StaleRead } from '../../platform/conflicts.js';
import { wrongState } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import type { Queryable } from '../../platform/postgres.js';
import { levelsChanged, orderChanged, reservationChanged } from '../events.js';
import { findOrder, lockOrder, peekOrder } from '../repository/orders.js';
import { insertOperation, lockLivePayment, lockOperations } from '../repository/payments.js';
import { demandUnchanged, type Held, lockReservations, readReservationsOfOrder, setReservations } from '../repository/reservations.js';
import { isolationOf, Stock } from '../repository/stock.js';
import type { Level, Order } from '../schema.js';
import { carryOut } from './carry-out.js';
import { demandMine } from './read-orders.js';
import { moveOrder } from './tell-order.js';

interface Cancelled {
  order: Order;
  levels: Level[];
  held: Held[];
  /** The voiding of its authorization, to be asked of the provider. */
  voiding?: string;
}

/**
 * Cancels an order that is not paid, gives its stock back, and has its authorization voided.
 *
 * Protected by: the locks on stock, reservations, order and payment, in this order. Under the order's lock no authorization or capture may be under way: of cancel and pay, and of cancel and
 * capture, the first to hold it decides, and the void that is begun in the same transaction leaves no room for a capture.
 */
export async function cancelOrder(platform: Platform, call: Call, id: string) {
  const { stockStrategy } = platform.config;
  const { order, levels, held, voiding } = await call.write(async (tx): Promise<Cancelled> => {
    const seen = await peekOrder(tx, id);
    await demandMine(tx, call, seen?.userId);
    // Neither is ever left again.
    if (seen!.status === 'CANCELLED') return { order: (await findOrder(tx, id))!, levels: [], held: [] };
    if (seen!.status === 'PAID' || seen!.status === 'REFUNDED') throw wrongState('The order is paid.');

    const held = await readReservationsOfOrder(tx, id);
    if (held.some(({ status }) => status !== 'ORDERED')) throw new StaleRead('The order was paid or cancelled meanwhile.');
    const stock = new Stock(tx, stockStrategy);
    await stock.read(held);
    for (const reservation of held) stock.change(reservation, { onHand: reservation.quantity, reserved: -reservation.quantity });
    const levels = await stock.write();
    const ids = held.map((reservation) => reservation.id);
    demandUnchanged(held, await lockReservations(tx, ids));
    const voiding = await demandCancellable(tx, call.tenantId, id);
    await setReservations(tx, ids, 'RELEASED');
    await moveOrder(tx, call.tenantId, id, 'CANCELLED', 'order.cancelled');
    return { order: (await findOrder(tx, id))!, levels, held, voiding };
  }, { isolation: isolationOf(stockStrategy) });

  levelsChanged(platform, call.tenantId, levels);
  for (const reservation of held) reservationChanged(platform, reservation.userId, { id: reservation.id, status: 'RELEASED' });
  if (held.length > 0) orderChanged(platform, order);
  if (voiding === undefined) return { order };
  await carryOut(platform, call, voiding);
  return { order: (await call.read((tx) => findOrder(tx, id)))! };
}

/** Locks order and payment, and begins the void if there is an authorization. */
async function demandCancellable(tx: Queryable, tenantId: string, id: string): Promise<string | undefined> {
  const order = (await lockOrder(tx, id))!;
  if (order.status !== 'PLACED' && order.status !== 'AUTHORIZED') throw new StaleRead('The order was paid or cancelled meanwhile.');
  const payment = await lockLivePayment(tx, id);
  if (!payment) return undefined;
  const pending = (await lockOperations(tx, payment.id)).some(({ status }) => status === 'PENDING');
  if (payment.status !== 'AUTHORIZED' || pending) throw wrongState('The order is being paid at this moment.');
  return (await insertOperation(tx, tenantId, payment.id, 'void', payment.amount, 1)).id;
}
