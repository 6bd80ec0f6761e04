import { conflictOf, isLockTimeout } from '../../platform/conflicts.js';
import { findOperation, type OperationRow, type PaymentRow, peekPayment, readOperations } from '../repository/payments.js';
import { isolationOf } from '../repository/stock.js';
import { applyOperation, tellApplied } from './apply-operation.js';
import { askProvider } from './provider.js';
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
    const found: { operation: OperationRow; payment: PaymentRow } | undefined = await runner.write((tx) => findPending(tx, next!));
    if (!found) return;
    const { operation, payment } = found;
    if (operation.status === 'PENDING') {
      const told = await askProvider(platform.config, platform.log, runner.tenantId, payment, operation);
      if (!told || !(await apply(platform, runner, { ...told, reference: payment.id }))) return;
    }
    next = operation.kind === 'authorize' ? await runner.write(async (tx) => (await readOperations(tx, payment.id)).find(({ kind, status }) => kind === 'capture' && status === 'PENDING')?.id) : undefined;
  }
}

async function findPending(tx: Parameters<typeof findOperation>[0], id: string): Promise<{ operation: OperationRow; payment: PaymentRow } | undefined> {
  const operation = await findOperation(tx, id);
  const payment = operation && (await peekPayment(tx, operation.paymentId));
  return payment && { operation, payment };
}

/** False: others were at it for too long. The operation, which is committed, stays `PENDING`; so it would be wrong to say that nothing was stored. */
async function apply(platform: PaymentPlatform, runner: Runner, told: Parameters<typeof applyOperation>[3]): Promise<boolean> {
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
