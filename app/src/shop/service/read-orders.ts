import { forbidden, holdRole, mayActAs } from '../../accounts/roles.js';
import type { Call } from '../../platform/call.js';
import { notFound } from '../../platform/errors.js';
import type { Queryable } from '../../platform/postgres.js';
import { findOrder, listOrders } from '../repository/orders.js';
import { listApplied } from '../repository/projection.js';
import type { OrderPage } from '../schema.js';

const isStaff = async (tx: Queryable, call: Call) => mayActAs(await holdRole(tx, call.identity), 'admin');

/** To be called before anything of the order is locked. @throws 404 `not_found` unless it is the user's own, or they are staff. */
export async function demandMine(tx: Queryable, call: Call, userId: string | undefined, what = 'order'): Promise<void> {
  if (userId === undefined || (userId !== call.userId && !(await isStaff(tx, call)))) throw notFound(what);
}

export async function getOrder(call: Call, id: string) {
  return call.read(async (tx) => {
    const order = await findOrder(tx, id);
    await demandMine(tx, call, order?.userId);
    return { order: order! };
  });
}

export async function listOrdersOf(call: Call, { after, limit, all }: OrderPage) {
  return call.read(async (tx) => {
    if (all && !(await isStaff(tx, call))) throw forbidden('Only an admin may see the orders of everybody.');
    const found = await listOrders(tx, all ? null : call.userId, after ?? null, limit + 1);
    const orders = found.slice(0, limit);
    return { orders, next: found.length > limit ? orders.at(-1)!.id : null };
  });
}

export async function listEvents(call: Call, id: string) {
  return call.read(async (tx) => {
    const order = await findOrder(tx, id);
    await demandMine(tx, call, order?.userId);
    return { events: await listApplied(tx, id) };
  });
}
