import { HttpError, notFound, wrongState } from '../../platform/errors.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { findOrder, lockOrder, peekOrder } from '../repository/orders.js';
import { findPayment, insertOperation, insertPayment, lockLivePayment } from '../repository/payments.js';
import type { NewPayment } from '../schema.js';
import { carryOut } from './carry-out.js';

/**
 * Pays an order: the payment and its authorization are committed first, then the provider is asked, then its answer applied.
 *
 * Protected by: the lock on the order, under which it must be `PLACED` and without a live payment (and the unique index of live payments); and the key's progress, by which whoever sends the same
 * key again goes on with the same payment and the same operation, also after a process died in between.
 */
export async function pay(platform: Platform, call: KeyedCall, orderId: string, wanted: NewPayment) {
  const { paymentId, operationId } = call.progress ?? (await begin(call, orderId, wanted));
  await carryOut(platform, call, operationId!);
  return call.answer(async (tx) => {
    const payment = (await findPayment(tx, paymentId!))!;
    // A refusal of the provider's is no success, but its payment stays; the key is free for another card.
    if (payment.status === 'DECLINED') return { status: 402, body: { error: 'declined', message: 'The card was declined. Use another one.', payment } };
    const unanswered = payment.operations.some(({ kind, status }) => status === 'PENDING' && (kind === 'authorize' || kind === 'capture'));
    return { status: unanswered ? 202 : 201, body: { payment, order: (await findOrder(tx, payment.orderId))! } };
  });
}

async function begin(call: KeyedCall, orderId: string, { card, capture }: NewPayment): Promise<Record<string, string>> {
  const { progress } = await call.step(async (tx) => {
    if ((await peekOrder(tx, orderId))?.userId !== call.userId) throw notFound('order');
    const order = (await lockOrder(tx, orderId))!;
    const live = await lockLivePayment(tx, orderId);
    if (live) throw new HttpError(409, 'payment_exists', 'This order has a payment.', { details: { paymentId: live.id } });
    if (order.status !== 'PLACED') throw wrongState('Only an order that is placed, and not cancelled, can be paid.');
    const payment = await insertPayment(tx, call.tenantId, order.id, order.total, card, capture);
    const operation = await insertOperation(tx, call.tenantId, payment.id, 'authorize', payment.amount, 1);
    return { progress: { paymentId: payment.id, operationId: operation.id } };
  });
  return progress;
}
