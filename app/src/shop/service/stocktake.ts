import { holdStaff } from '../../accounts/roles.js';
import type { Call } from '../../platform/call.js';
import { notFound } from '../../platform/errors.js';
import { fence, lockLost } from '../../platform/fences.js';
import { type HeldLock, lockedFor } from '../../platform/locks.js';
import type { Platform } from '../../platform/platform.js';
import { levelsChanged } from '../events.js';
import { findProduct } from '../repository/products.js';
import { isolationOf, openLevels, Stock } from '../repository/stock.js';
import { warehouseExists } from '../repository/warehouses.js';
import type { Count } from '../schema.js';

const lockName = (warehouseId: string) => `stocktake:${warehouseId.toLowerCase()}`;

/** Protected by: the distributed lock, which one person holds over many requests; see `Locks`. */
export async function beginStocktake({ locks, config }: Platform, call: Call, warehouseId: string, leaseSeconds = config.stocktakeLeaseSeconds) {
  await admit(call, warehouseId);
  const lock = await locks.acquire(call.tenantId, lockName(warehouseId), leaseSeconds * 1000);
  if ('heldForMs' in lock) throw lockedFor(lock.heldForMs, { expiresInMs: lock.heldForMs });
  return { stocktake: show(warehouseId, lock) };
}

export async function renewStocktake({ locks, config }: Platform, call: Call, warehouseId: string, owner: string, leaseSeconds = config.stocktakeLeaseSeconds) {
  await admit(call, warehouseId);
  const lock = await locks.renew(call.tenantId, lockName(warehouseId), owner, leaseSeconds * 1000);
  if (!lock) throw lockLost();
  return { stocktake: show(warehouseId, lock) };
}

export async function endStocktake({ locks }: Platform, call: Call, warehouseId: string, owner: string): Promise<void> {
  await admit(call, warehouseId);
  if (!(await locks.release(call.tenantId, lockName(warehouseId), owner))) throw lockLost();
}

/**
 * Writes down what was counted. Protected by: the fence, first in the transaction, which refuses whoever was followed by another holder, and keeps out followers until the commit; the level
 * itself as every change of stock, see {@link Stock}.
 */
export async function count(platform: Platform, call: Call, warehouseId: string, productId: string, { token, counted }: Count) {
  const place = { productId: productId.toLowerCase(), warehouseId: warehouseId.toLowerCase() };
  const { stockStrategy } = platform.config;
  const levels = await call.write(
    async (tx) => {
      await fence(tx, call.tenantId, lockName(warehouseId), token);
      // Whoever is refused from here on leaves no token behind: it is rolled back.
      await holdStaff(tx, call.identity);
      if (!(await warehouseExists(tx, warehouseId)) || !(await findProduct(tx, productId))) throw notFound('level');
      await openLevels(tx, call.tenantId, [place]);
      const stock = new Stock(tx, stockStrategy);
      const [level] = await stock.read([place]);
      const more = counted - level!.onHand;
      stock.change(place, { onHand: more, received: more });
      return stock.write();
    },
    { isolation: isolationOf(stockStrategy) },
  );
  levelsChanged(platform, call.tenantId, levels);
  return { level: levels[0]! };
}

async function admit(call: Call, warehouseId: string): Promise<void> {
  await call.write(async (tx) => {
    await holdStaff(tx, call.identity);
    if (!(await warehouseExists(tx, warehouseId))) throw notFound('warehouse');
  });
}

const show = (warehouseId: string, { owner, token, expiresInMs }: HeldLock) => ({ warehouseId, owner, token, expiresAt: new Date(Date.now() + expiresInMs) });
