import { randomUUID } from 'node:crypto';
import { HttpError, notFound, wrongState } from '../../platform/errors.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { levelsChanged, orderChanged, reservationChanged } from '../events.js';
import { findOrder, insertLines, insertOrder, type NewLine } from '../repository/orders.js';
import { readPrices } from '../repository/products.js';
import { demandUnchanged, type Held, insertOrdered, lockReservations, type NewHold, readReservations, setReservations } from '../repository/reservations.js';
import { isolationOf } from '../repository/stock.js';
import type { NewOrder } from '../schema.js';
import { takeStock, type Wanted } from './take-stock.js';
import { tellOrder } from './tell-order.js';

const MOST_LINES = 50;

/**
 * Orders what is reserved, and what is asked for besides: all of it or nothing.
 *
 * Protected by: one transaction; the stock of all direct lines, taken in one order, whatever order they are asked for in (see `takeStock`); the locks on the reservations, taken in the order of their ids, under
 * which each must still be `ACTIVE` and not due by the database's clock. Of order, release and expiry the first finds it so.
 */
export async function placeOrder(platform: Platform, call: KeyedCall, wanted: NewOrder) {
  const { stockStrategy } = platform.config;
  const { ids, lines } = normalized(wanted);
  const answer = await call.answer(
    async (tx) => {
      const own = await readReservations(tx, ids);
      if (own.length < ids.length || own.some(({ userId }) => userId !== call.userId)) throw notFound('reservation');
      const { places, levels, due, prices } = await takeStock(tx, stockStrategy, lines);
      const dueIds = due.map(({ id }) => id);
      const locked = await lockReservations(tx, [...new Set([...ids, ...dueIds])]);
      demandUnchanged(due, locked);
      const reserved = ids.map((id) => demandOrderable(locked.get(id)!));
      for (const [id, price] of await readPrices(tx, reserved.map(({ productId }) => productId))) prices.set(id, price);

      const orderId = randomUUID();
      const holds: NewHold[] = lines.map(({ quantity }, n) => ({ ...places[n]!, id: randomUUID(), userId: call.userId, quantity }));
      const orderLines: NewLine[] = [...reserved, ...holds].map(({ id, productId, quantity }) => ({ reservationId: id, productId, quantity, unitPrice: prices.get(productId)! }));
      await setReservations(tx, dueIds, 'EXPIRED');
      const { total } = await insertOrder(tx, call.tenantId, orderId, call.userId, orderLines);
      await setReservations(tx, ids, 'ORDERED', orderId);
      for (const hold of holds) await insertOrdered(tx, call.tenantId, orderId, hold);
      await insertLines(tx, call.tenantId, orderId, orderLines);
      await tellOrder(tx, { tenantId: call.tenantId, orderId, userId: call.userId, number: 1, type: 'order.placed', amount: total });
      return { status: 201, body: { order: (await findOrder(tx, orderId))! }, levels, due };
    },
    { isolation: isolationOf(stockStrategy) },
  );
  levelsChanged(platform, call.tenantId, answer.levels);
  for (const { userId, id } of answer.due) reservationChanged(platform, userId, { id, status: 'EXPIRED' });
  for (const id of ids) reservationChanged(platform, call.userId, { id, status: 'ORDERED' });
  orderChanged(platform, answer.body.order);
  return answer;
}

function normalized({ reservationIds, lines }: NewOrder): { ids: string[]; lines: Wanted[] } {
  const ids = reservationIds.map((id) => id.toLowerCase());
  const count = ids.length + lines.length;
  if (count < 1 || count > MOST_LINES) throw new HttpError(400, 'bad_request', `An order has 1 to ${MOST_LINES} lines.`);
  if (new Set(ids).size < ids.length) throw new HttpError(400, 'bad_request', 'An order names each reservation once.');
  return { ids, lines: lines.map(({ productId, quantity, warehouseId }) => ({ quantity, productId: productId.toLowerCase(), warehouseId: warehouseId?.toLowerCase() })) };
}

function demandOrderable(held: Held): Held {
  if (held.due || held.status === 'EXPIRED') throw new HttpError(409, 'reservation_expired', 'The reservation has expired.', { details: { reservationId: held.id } });
  if (held.status !== 'ACTIVE') throw wrongState('The reservation was ordered or released.');
  return held;
}
