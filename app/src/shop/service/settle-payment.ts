import { holdStaff } from '../../accounts/roles.js';
import type { Call } from '../../platform/call.js';
import { HttpError, notFound, wrongState } from '../../platform/errors.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import type { Queryable } from '../../platform/postgres.js';
import { findOrder, lockOrder, type OrderRow, peekOrder } from '../repository/orders.js';
import { beginRefunding, findPayment, insertOperation, lockOperations, lockPayment, type PaymentRow, peekPayment } from '../repository/payments.js';
import { carryOut } from './carry-out.js';
import { demandMine } from './read-orders.js';

export async function getPayment(call: Call, id: string) {
  return call.read(async (tx) => {
    const payment = await findPayment(tx, id);
    await demandMine(tx, call, payment && (await peekOrder(tx, payment.orderId))?.userId, 'payment');
    return { payment: payment! };
  });
}

/**
 * Captures an authorization. Protected by: the locks on order and payment; at most one of capture and void is begun, as the unique index demands as well. Who finds a capture under way asks for the same
 * one, which the provider carries out once.
 */
export async function capture(platform: Platform, call: Call, id: string) {
  const operationId = await call.write(async (tx) => {
    const { order, payment } = await lockForStaff(tx, call, id);
    if (payment.status === 'CAPTURED' || payment.status === 'REFUNDED') return undefined;
    const begun = (await lockOperations(tx, payment.id)).find(({ kind, status }) => status === 'PENDING' && kind === 'capture');
    if (begun) return begun.id;
    if (payment.status !== 'AUTHORIZED' || order.status !== 'AUTHORIZED') throw wrongState('Only an authorization that stands can be captured.');
    return (await insertOperation(tx, call.tenantId, payment.id, 'capture', payment.amount, 1)).id;
  });
  if (operationId !== undefined) await carryOut(platform, call, operationId);
  return call.read(async (tx) => {
    const payment = (await findPayment(tx, id))!;
    if (payment.operations.some((operation) => operation.id === operationId && operation.status === 'FAILED')) throw wrongState('The payment provider refused to capture it.');
    const done = payment.status === 'CAPTURED' || payment.status === 'REFUNDED';
    return { status: done ? 200 : 202, body: { payment, order: (await findOrder(tx, payment.orderId))! } };
  });
}

/**
 * Refunds a part, or all. Protected by: the locks on order and payment, under which the amount is judged and set aside (`refunding`) before the provider is asked, so that of any number of
 * refunds at once none goes beyond what was captured.
 */
export async function refund(platform: Platform, call: KeyedCall, id: string, amount: string) {
  const { operationId } = call.progress ?? (await beginRefund(call, id, amount));
  await carryOut(platform, call, operationId!);
  return call.answer(async (tx) => {
    const payment = (await findPayment(tx, id))!;
    const operation = payment.operations.find((one) => one.id === operationId)!;
    // The provider knew of refunds that were not known here: made at its own desk.
    if (operation.status === 'FAILED') throw refundExceeds((await peekPayment(tx, id))!);
    return { status: operation.status === 'PENDING' ? 202 : 201, body: { payment, operation } };
  });
}

async function beginRefund(call: KeyedCall, id: string, amount: string): Promise<Record<string, string>> {
  const { progress } = await call.step(async (tx) => {
    const { payment } = await lockForStaff(tx, call, id);
    if (payment.status !== 'CAPTURED' && payment.status !== 'REFUNDED') throw wrongState('Only what was captured can be refunded.');
    if (cents(amount) > cents(payment.refundable)) throw refundExceeds(payment);
    await beginRefunding(tx, payment.id, amount);
    return { progress: { operationId: (await insertOperation(tx, call.tenantId, payment.id, 'refund', amount, 1)).id } };
  });
  return progress;
}

async function lockForStaff(tx: Queryable, call: Call, id: string): Promise<{ order: OrderRow; payment: PaymentRow }> {
  await holdStaff(tx, call.identity);
  const seen = await peekPayment(tx, id);
  if (!seen) throw notFound('payment');
  const order = (await lockOrder(tx, seen.orderId))!;
  return { order, payment: await lockPayment(tx, id) };
}

const refundExceeds = ({ refundable }: PaymentRow) => new HttpError(409, 'refund_exceeds', 'There is not so much left to be refunded.', { details: { refundable } });

const cents = (amount: string) => Math.round(Number(amount) * 100);
