import type { WorkerPlatform } from '../../platform/platform.js';
import { asSystem, inTenant } from '../../platform/tenants.js';
import { levelsChanged, reservationChanged } from '../events.js';
import { demandUnchanged, findDueProducts, lockReservations, readDue, setReservations } from '../repository/reservations.js';
import { isolationOf, Stock } from '../repository/stock.js';

const BATCH = 100;

/** Returns the stock of reservations that have expired, product by product, so that nobody waits long for the rows. Several workers may do so at once. */
export async function sweepReservations(platform: WorkerPlatform): Promise<void> {
  const products = await asSystem(platform.postgres, (tx) => findDueProducts(tx, BATCH));
  for (const { tenantId, productId } of products) {
    await expire(platform, tenantId, productId).catch((error: unknown) => platform.log.warn({ reason: String(error), productId }, 'reservations that are due were not returned'));
  }
}

/** Protected by: see {@link Stock} and `demandUnchanged`: what was ordered, released or returned by somebody else meanwhile is not returned twice. */
async function expire(platform: WorkerPlatform, tenantId: string, productId: string): Promise<void> {
  const { stockStrategy, conflictAttempts } = platform.config;
  const { due, levels } = await inTenant(
    platform.postgres,
    tenantId,
    async (tx) => {
      const due = await readDue(tx, productId, BATCH);
      const stock = new Stock(tx, stockStrategy);
      await stock.read(due);
      for (const held of due) stock.change(held, { onHand: held.quantity, reserved: -held.quantity });
      const levels = await stock.write();
      const ids = due.map(({ id }) => id);
      demandUnchanged(due, await lockReservations(tx, ids));
      await setReservations(tx, ids, 'EXPIRED');
      return { due, levels };
    },
    { isolation: isolationOf(stockStrategy), attempts: conflictAttempts },
  );
  levelsChanged(platform, tenantId, levels);
  for (const { userId, id } of due) reservationChanged(platform, userId, { id, status: 'EXPIRED' });
}
