import { conflictOf, isLockTimeout } from '../../platform/conflicts.js';
import type { Queryable } from '../../platform/postgres.js';
import { findOperation, type OperationRow, type PaymentRow, peekPayment, readOperations } from '../repository/payments.js';
import { isolationOf } from '../repository/stock.js';
import { applyOperation, tellApplied } from './apply-operation.js';
import { askProvider, type ProviderPayment } from './provider.js';
import type { PaymentPlatform, Runner } from './runner.js';

/**
 * Asks the provider for an operation that is `PENDING`, and applies the answer; after an authorization that is to be captured at once, the capture as well. Harmless when others do the same:
 * the provider carries each operation out once, and `applyOperation` applies it once. What has no answer stays `PENDING`, for a worker or a webhook.
 *
 * No transaction is open, and no lock held, while the provider is called.
 */
export async function carryOut(platform: PaymentPlatform, runner: Runner, operationId: string): Promise<void> {
  let next: string | undefined = operationId;
  while (next !== undefined) {
    const id: string = next;
    const found = await runner.write((tx) => findPending(tx, id));
    if (!found) return;
    const { operation, payment } = found;
    if (operation.status === 'PENDING') {
      const told = await askProvider(platform.config, platform.log, runner.tenantId, payment, operation);
      if (!told || !(await apply(platform, runner, { ...told, reference: payment.id }))) return;
    }
    next = operation.kind === 'authorize' ? await runner.write((tx) => findCapture(tx, payment.id)) : undefined;
  }
}

async function findPending(tx: Queryable, id: string): Promise<{ operation: OperationRow; payment: PaymentRow } | undefined> {
  const operation = await findOperation(tx, id);
  const payment = operation && (await peekPayment(tx, operation.paymentId));
  return payment && { operation, payment };
}

async function findCapture(tx: Queryable, paymentId: string): Promise<string | undefined> {
  return (await readOperations(tx, paymentId)).find(({ kind, status }) => kind === 'capture' && status === 'PENDING')?.id;
}

/** False: others were at it for too long. The operation, which is committed, stays `PENDING`; so it would be wrong to say that nothing was stored. */
async function apply(platform: PaymentPlatform, runner: Runner, told: ProviderPayment): Promise<boolean> {
  const { stockStrategy } = platform.config;
  try {
    const applied = await runner.write((tx) => applyOperation(tx, runner.tenantId, stockStrategy, told), { isolation: isolationOf(stockStrategy) });
    if (applied) tellApplied(platform, runner.tenantId, applied);
    return applied !== undefined;
  } catch (error) {
    if (!conflictOf(error) && !isLockTimeout(error)) throw error;
    platform.log.warn({ reason: String(error), payment: told.reference }, 'an answer of the payment provider could not be applied yet');
    return false;
  }
}
