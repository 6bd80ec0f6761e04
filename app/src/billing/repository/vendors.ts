import { forbidden } from '../../accounts/roles.js';
import type { Queryable } from '../../platform/postgres.js';
import type { Vendor } from '../schema.js';

const VENDOR = 'id, name, user_id as "userId"';

export async function insertVendor(tx: Queryable, tenantId: string, userId: string, name: string): Promise<Vendor> {
  const { rows } = await tx.query<Vendor>(`insert into billing_vendors (tenant_id, user_id, name) values ($1, $2, $3) returning ${VENDOR}`, [tenantId, userId, name.trim()]);
  return rows[0]!;
}

export async function listVendors(tx: Queryable): Promise<Vendor[]> {
  const { rows } = await tx.query<Vendor>(`select ${VENDOR} from billing_vendors order by name`);
  return rows;
}

export async function findVendorOf(tx: Queryable, userId: string): Promise<Vendor | undefined> {
  const { rows } = await tx.query<Vendor>(`select ${VENDOR} from billing_vendors where user_id = $1`, [userId]);
  return rows[0];
}

/**
 * The vendor that the user is. Who is one stays one: nothing to lock.
 *
 * @throws 403 `forbidden`.
 */
export async function requireVendor(tx: Queryable, userId: string): Promise<Vendor> {
  const vendor = await findVendorOf(tx, userId);
  if (!vendor) throw forbidden('Only a vendor may do this.');
  return vendor;
}

/** Holds the vendor: who issues invoices of theirs does so one after the other, in the order of the commits, and what the next reads is what the last left. */
export async function lockVendor(tx: Queryable, id: string): Promise<void> {
  await tx.query('select 1 from billing_vendors where id = $1 for no key update', [id]);
}

/**
 * Takes so many numbers for invoices and answers the one before the first. To be called under {@link lockVendor}.
 *
 * Protected by: the vendor's row, which is held to the commit of what the numbers are for: if that is rolled back, they are free again, so there are no gaps.
 */
export async function takeNumbers(tx: Queryable, id: string, count: number): Promise<number> {
  const { rows } = await tx.query<{ before: number }>('update billing_vendors set last_invoice = last_invoice + $2 where id = $1 returning last_invoice - $2 as before', [id, count]);
  return rows[0]!.before;
}
