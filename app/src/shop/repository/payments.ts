import type { Queryable } from '../../platform/postgres.js';
import type { Operation, Payment } from '../schema.js';
import { PAYMENT_JSON } from './orders.js';

/** The row alone, with what only Bazaar and the provider know. */
export interface PaymentRow {
  id: string;
  orderId: string;
  amount: string;
  card: string;
  capture: boolean;
  providerId: string | null;
  status: Payment['status'];
  /** What could be refunded now: captured − refunded − refunding. */
  refundable: string;
}

const ROW = `id, order_id as "orderId", amount::text as amount, card, capture, provider_id as "providerId", status,
  greatest(captured - refunded - refunding, 0)::numeric(12, 2)::text as refundable`;
const OPERATION = 'id, payment_id as "paymentId", kind, origin, amount::text as amount, status';

export interface OperationRow extends Operation {
  paymentId: string;
}

export async function findPayment(tx: Queryable, id: string): Promise<Payment | undefined> {
  return (await tx.query<{ payment: Payment }>(`select ${PAYMENT_JSON} as payment from shop_payments p where p.id = $1`, [id])).rows[0]?.payment;
}

/** Without a lock. */
export async function peekPayment(tx: Queryable, id: string): Promise<PaymentRow | undefined> {
  return (await tx.query<PaymentRow>(`select ${ROW} from shop_payments where id = $1`, [id])).rows[0];
}

/** Behind the order's lock, as all of these. */
export async function lockPayment(tx: Queryable, id: string): Promise<PaymentRow> {
  return (await tx.query<PaymentRow>(`select ${ROW} from shop_payments where id = $1 for no key update`, [id])).rows[0]!;
}

/** The one payment of an order that is neither declined nor voided. */
export async function lockLivePayment(tx: Queryable, orderId: string): Promise<PaymentRow | undefined> {
  return (await tx.query<PaymentRow>(`select ${ROW} from shop_payments where order_id = $1 and status not in ('DECLINED', 'VOIDED') for no key update`, [orderId])).rows[0];
}

export async function insertPayment(tx: Queryable, tenantId: string, orderId: string, amount: string, card: string, capture: boolean): Promise<PaymentRow> {
  const { rows } = await tx.query<PaymentRow>(
    `insert into shop_payments (tenant_id, order_id, amount, card, capture) values ($1, $2, $3, $4, $5) returning ${ROW}`,
    [tenantId, orderId, amount, card, capture],
  );
  return rows[0]!;
}

/** What the provider has come to, of a payment that is locked. */
export async function setPayment(tx: Queryable, id: string, status: Payment['status']): Promise<void> {
  await tx.query(`update shop_payments set status = $2, captured = case when $2 = 'CAPTURED' then amount else captured end, version = version + 1 where id = $1`, [id, status]);
}

/** The provider's name for it, of a payment that is locked and has none. */
export async function setProviderId(tx: Queryable, id: string, providerId: string): Promise<void> {
  await tx.query('update shop_payments set provider_id = $2 where id = $1 and provider_id is null', [id, providerId]);
}

/** A refund begins: so much less can be refunded by others. */
export async function beginRefunding(tx: Queryable, id: string, amount: string): Promise<void> {
  await tx.query('update shop_payments set refunding = refunding + $2, version = version + 1 where id = $1', [id, amount]);
}

/** A refund ended. @param begun what it had set aside when it began. @param refunded what came of it. */
export async function endRefunding(tx: Queryable, id: string, begun: string, refunded: string): Promise<Payment['status']> {
  const { rows } = await tx.query<{ status: Payment['status'] }>(
    `update shop_payments set refunding = refunding - $2, refunded = refunded + $3, version = version + 1,
       status = case when refunded + $3 = captured then 'REFUNDED' else status end where id = $1 returning status`,
    [id, begun, refunded],
  );
  return rows[0]!.status;
}

/** Committed before the provider is called. `attempts`: 1 if whoever begins it calls as well. */
export async function insertOperation(tx: Queryable, tenantId: string, paymentId: string, kind: Operation['kind'], amount: string, attempts: 0 | 1): Promise<OperationRow> {
  const { rows } = await tx.query<OperationRow>(
    `insert into shop_payment_operations (tenant_id, payment_id, kind, amount, attempts) values ($1, $2, $3, $4, $5) returning ${OPERATION}`,
    [tenantId, paymentId, kind, amount, attempts],
  );
  return rows[0]!;
}

/** A refund that was made at the provider's own desk. */
export async function insertForeignRefund(tx: Queryable, tenantId: string, paymentId: string, id: string, amount: string, sequence: number | null): Promise<void> {
  await tx.query(
    `insert into shop_payment_operations (tenant_id, id, payment_id, kind, origin, amount, status, sequence, finished_at)
     values ($1, $2, $3, 'refund', 'provider', $4, 'SUCCEEDED', $5, clock_timestamp())`,
    [tenantId, id, paymentId, amount, sequence],
  );
}

/** Of a row that is locked and `PENDING`. */
export async function finishOperation(tx: Queryable, id: string, status: 'SUCCEEDED' | 'FAILED', sequence: number | null): Promise<void> {
  await tx.query('update shop_payment_operations set status = $2, sequence = $3, finished_at = clock_timestamp() where id = $1', [id, status, sequence]);
}

export async function findOperation(tx: Queryable, id: string): Promise<OperationRow | undefined> {
  return (await tx.query<OperationRow>(`select ${OPERATION} from shop_payment_operations where id = $1`, [id])).rows[0];
}

export async function readOperations(tx: Queryable, paymentId: string): Promise<OperationRow[]> {
  return (await tx.query<OperationRow>(`select ${OPERATION} from shop_payment_operations where payment_id = $1 order by created_at, id`, [paymentId])).rows;
}

/** Behind the payment's lock, so that their number cannot change. */
export async function lockOperations(tx: Queryable, paymentId: string): Promise<OperationRow[]> {
  return (await tx.query<OperationRow>(`select ${OPERATION} from shop_payment_operations where payment_id = $1 order by id for no key update`, [paymentId])).rows;
}

const OVERDUE = `status = 'PENDING' and retry_at <= (select clock_timestamp()) and created_at <= (select clock_timestamp()) - $1 * interval '1 second'`;

/** Of all tenants, for `asSystem`: what has been waiting for so long. */
export async function findOverdue(tx: Queryable, seconds: number, limit: number): Promise<{ tenantId: string; id: string }[]> {
  return (await tx.query<{ tenantId: string; id: string }>(`select tenant_id as "tenantId", id from shop_payment_operations where ${OVERDUE} order by retry_at limit $2`, [seconds, limit])).rows;
}

/** False: finished, or claimed by another. Protected by: one conditional update, of which of those who found it overdue only the first finds it so. */
export async function claimOverdue(tx: Queryable, id: string, seconds: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update shop_payment_operations set attempts = attempts + 1, retry_at = clock_timestamp() + $1 * interval '1 second' where id = $2 and ${OVERDUE}`,
    [seconds, id],
  );
  return rowCount === 1;
}
