import type { Log } from '../../platform/log.js';
import type { OperationRow, PaymentRow } from '../repository/payments.js';

/** An operation as the provider tells of it. */
export interface ProviderOperation {
  id: string;
  kind: OperationRow['kind'];
  origin: OperationRow['origin'];
  amount: string;
  status: 'succeeded' | 'failed';
  /** Null: one that it refused, and so does not count. */
  sequence: number | null;
}

/** A payment as the provider tells of it, with all its operations so far. */
export interface ProviderPayment {
  id: string;
  account: string;
  reference: string;
  operations: ProviderOperation[];
}

export interface ProviderConfig {
  providerUrl: string;
  providerApiKey: string;
  providerTimeoutMs: number;
}

/**
 * Asks the provider for one operation, whose id is the idempotency key: however often it is asked, it is carried out once. To be called while no transaction is open.
 *
 * @returns the payment as it then is; undefined when there is no answer in time, or none that settles anything: then it has to be asked again.
 */
export async function askProvider(config: ProviderConfig, log: Log, tenantId: string, payment: PaymentRow, operation: OperationRow): Promise<ProviderPayment | undefined> {
  try {
    const { path, body } = requestOf(tenantId, payment, operation);
    const response = await fetch(new URL(path, config.providerUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${config.providerApiKey}`, 'idempotency-key': operation.id, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(config.providerTimeoutMs),
    });
    const answer = (await response.json()) as { payment?: ProviderPayment };
    if ((response.status === 201 || response.status === 402) && answer.payment) return answer.payment;
    if (response.status === 409 && answer.payment) {
      const { id, kind, amount } = operation;
      return { ...answer.payment, operations: [...answer.payment.operations, { id, kind, amount, origin: 'bazaar', status: 'failed', sequence: null }] };
    }
    log.warn({ operation: operation.id, status: response.status }, 'the payment provider did not do what it was asked for');
  } catch (error) {
    log.warn({ operation: operation.id, reason: String(error) }, 'the payment provider did not answer');
  }
  return undefined;
}

function requestOf(tenantId: string, { id, providerId, amount, card }: PaymentRow, operation: OperationRow): { path: string; body?: Record<string, string> } {
  if (operation.kind === 'authorize') return { path: '/v1/payments', body: { account: tenantId, reference: id, amount, card } };
  const path = `/v1/payments/${providerId}/${operation.kind}s`;
  return operation.kind === 'refund' ? { path, body: { amount: operation.amount } } : { path };
}
