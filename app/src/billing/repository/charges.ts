import { postLedgerTransfer } from '../../platform/ledger.js';
import type { Queryable } from '../../platform/postgres.js';
import type { Charge } from '../schema.js';

const CHARGE = 'id, kind, amount::text as amount, at';

export async function listCharges(tx: Queryable, userId: string): Promise<Charge[]> {
  const { rows } = await tx.query<Charge>(`select ${CHARGE} from billing_charges where user_id = $1 order by at, id`, [userId]);
  return rows;
}

/** What was charged for a change of a subscription; null: it cost nothing. The amount is that of the change's row. */
export async function chargeChange(tx: Queryable, tenantId: string, userId: string, changeNumber: number): Promise<Charge | null> {
  const { rows } = await tx.query<Charge>(
    `insert into billing_charges (tenant_id, user_id, kind, change_number, amount)
     select $1::uuid, user_id, 'subscription', number, charged from billing_subscription_changes where user_id = $2 and number = $3 and charged > 0 returning ${CHARGE}`,
    [tenantId, userId, changeNumber],
  );
  return post(tx, tenantId, rows[0]);
}

/** What was charged for tickets that were bought together; null: they cost nothing. */
export async function chargePurchase(tx: Queryable, tenantId: string, userId: string, purchaseId: string, price: string, quantity: number): Promise<Charge | null> {
  const { rows } = await tx.query<Charge>(
    `insert into billing_charges (tenant_id, user_id, kind, purchase_id, amount)
     select $1::uuid, $2::uuid, 'tickets', $3::uuid, $4::numeric * $5::integer where $4::numeric > 0 returning ${CHARGE}`,
    [tenantId, userId, purchaseId, price, quantity],
  );
  return post(tx, tenantId, rows[0]);
}

/**
 * Protected by: one transaction for the cause, its charge and the charge's transfer; and the keys: a change and a purchase are charged for once, and a charge, whose id is the transfer's, is posted once.
 */
async function post(tx: Queryable, tenantId: string, charge: Charge | undefined): Promise<Charge | null> {
  if (!charge) return null;
  const { id, kind, amount } = charge;
  await postLedgerTransfer(tx, tenantId, { id, what: kind, debit: 'receivable', credit: kind === 'subscription' ? 'subscriptions' : 'tickets', amount });
  return charge;
}
