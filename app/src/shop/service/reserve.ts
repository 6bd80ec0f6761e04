import { randomUUID } from 'node:crypto';
import type { Call } from '../../platform/call.js';
import { notFound, wrongState } from '../../platform/errors.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { levelsChanged, reservationChanged } from '../events.js';
import { demandUnchanged, insertReservation, lockReservations, readReservations, setReservations } from '../repository/reservations.js';
import { isolationOf, Stock } from '../repository/stock.js';
import type { NewReservation } from '../schema.js';
import { takeStock } from './take-stock.js';

/** Protected by: see `takeStock`, `demandUnchanged`. The stock is moved before the reservation that explains it is there, both in one transaction. */
export async function reserve(platform: Platform, call: KeyedCall, wanted: NewReservation) {
  const { stockStrategy, reservationSeconds } = platform.config;
  const want = { quantity: wanted.quantity, productId: wanted.productId.toLowerCase(), warehouseId: wanted.warehouseId?.toLowerCase() };
  const answer = await call.answer(
    async (tx) => {
      const { places, levels, due } = await takeStock(tx, stockStrategy, [want]);
      demandUnchanged(due, await lockReservations(tx, due.map(({ id }) => id)));
      await setReservations(tx, due.map(({ id }) => id), 'EXPIRED');
      const [place] = places;
      const reservation = await insertReservation(tx, call.tenantId, { ...place!, id: randomUUID(), userId: call.userId, quantity: want.quantity }, reservationSeconds);
      const level = levels.find(({ warehouseId }) => warehouseId === place!.warehouseId)!;
      return { status: 201, body: { reservation, level }, levels, due };
    },
    { isolation: isolationOf(stockStrategy) },
  );
  levelsChanged(platform, call.tenantId, answer.levels);
  for (const { userId, id } of answer.due) reservationChanged(platform, userId, { id, status: 'EXPIRED' });
  reservationChanged(platform, call.userId, answer.body.reservation);
  return answer;
}

/** Gives the stock back, once. Protected by: see {@link Stock} and `demandUnchanged`: of release, order and expiry the first finds the reservation `ACTIVE`, the others look again. */
export async function release(platform: Platform, call: Call, id: string): Promise<void> {
  const { stockStrategy } = platform.config;
  const levels = await call.write(
    async (tx) => {
      const [held] = await readReservations(tx, [id]);
      if (held?.userId !== call.userId) throw notFound('reservation');
      if (held.status === 'ORDERED' || held.status === 'SOLD') throw wrongState('The reservation is part of an order.');
      if (held.status !== 'ACTIVE') return [];
      const stock = new Stock(tx, stockStrategy);
      await stock.read([held]);
      stock.change(held, { onHand: held.quantity, reserved: -held.quantity });
      const levels = await stock.write();
      demandUnchanged([held], await lockReservations(tx, [held.id]));
      await setReservations(tx, [held.id], 'RELEASED');
      return levels;
    },
    { isolation: isolationOf(stockStrategy) },
  );
  levelsChanged(platform, call.tenantId, levels);
  if (levels.length > 0) reservationChanged(platform, call.userId, { id, status: 'RELEASED' });
}
