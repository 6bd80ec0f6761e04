import { holdStaff } from '../../accounts/roles.js';
import type { Call } from '../../platform/call.js';
import { HttpError, notFound } from '../../platform/errors.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { productsChanged } from '../events.js';
import { findProduct, raiseCatalogueRevision, setPrice } from '../repository/products.js';
import { glanceAt, insertReceipt, isUserOf, listDuty, openBatch, setBatch, setDuty, sumOfBatch } from '../repository/variants.js';
import { warehouseExists } from '../repository/warehouses.js';
import type { DutyChange } from '../schema.js';

// Protected by: SHOP_ISOLATION alone. Everything here reads without a lock and then decides or writes by what it read, so it is as correct as that level; SERIALIZABLE, the preset one, makes it correct.

/** Price and number of order lines, read twice in one transaction. */
export async function report({ config }: Platform, call: Call, productId: string) {
  return call.read(async (tx) => {
    const head = await glanceAt(tx, productId);
    if (!head) throw notFound('product');
    return { head, foot: (await glanceAt(tx, productId))! };
  }, { isolation: config.shopIsolation });
}

export async function changePrice(platform: Platform, call: Call, productId: string, percent: number) {
  const { product, revision } = await call.write(async (tx) => {
    const read = await findProduct(tx, productId);
    await holdStaff(tx, call.identity);
    if (!read) throw notFound('product');
    const cents = Math.round((Math.round(Number(read.price) * 100) * (100 + percent)) / 100);
    const revision = await raiseCatalogueRevision(tx);
    // A cent at least: nothing is free.
    return { product: await setPrice(tx, productId, (Math.max(cents, 1) / 100).toFixed(2)), revision };
  }, { isolation: platform.config.shopIsolation });
  productsChanged(platform, call.tenantId, revision);
  return { product };
}

export async function readDuty({ config }: Platform, call: Call, warehouseId: string) {
  return call.read(async (tx) => {
    await holdStaff(tx, call.identity);
    if (!(await warehouseExists(tx, warehouseId))) throw notFound('warehouse');
    return { duty: await listDuty(tx, warehouseId) };
  }, { isolation: config.shopIsolation });
}

/** Somebody is always on duty, once somebody was: who else is, is read; then one row is written, which is nobody else's. */
export async function changeDuty({ config }: Platform, call: Call, warehouseId: string, change: DutyChange) {
  return call.write(async (tx) => {
    await holdStaff(tx, call.identity);
    if (!(await warehouseExists(tx, warehouseId))) throw notFound('warehouse');
    if (!(await isUserOf(tx, call.tenantId, change.userId))) throw notFound('user');
    const others = (await listDuty(tx, warehouseId)).filter(({ userId, onDuty }) => onDuty && userId !== change.userId.toLowerCase());
    if (!change.onDuty && others.length === 0) throw new HttpError(409, 'last_on_duty', 'Nobody else is on duty.');
    await setDuty(tx, call.tenantId, warehouseId, change);
    return { duty: await listDuty(tx, warehouseId) };
  }, { isolation: config.shopIsolation });
}

export async function addReceipt({ config }: Platform, call: KeyedCall, amount: string) {
  return call.answer(async (tx) => {
    await holdStaff(tx, call.identity);
    return { status: 201, body: { receipt: await insertReceipt(tx, call.tenantId, await openBatch(tx), amount) } };
  }, { isolation: config.shopIsolation });
}

export async function closeTill({ config }: Platform, call: Call) {
  return call.write(async (tx) => {
    await holdStaff(tx, call.identity);
    const closed = await openBatch(tx);
    await setBatch(tx, closed + 1);
    return { closed, open: closed + 1 };
  }, { isolation: config.shopIsolation });
}

/** The open batch, then what the one before it came to. */
export async function readTill({ config }: Platform, call: Call) {
  return call.read(async (tx) => {
    const batch = await openBatch(tx);
    return { batch, closed: batch > 1 ? { batch: batch - 1, ...(await sumOfBatch(tx, batch - 1)) } : null };
  }, { isolation: config.shopIsolation });
}
