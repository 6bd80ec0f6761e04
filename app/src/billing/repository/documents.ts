import type { Queryable } from '../../platform/postgres.js';
import type { Invoice } from '../schema.js';
import { findInvoice } from './invoices.js';

/** An invoice with the names its document says. */
export interface Letter {
  invoice: Invoice;
  vendor: { name: string; userId: string };
  customer: { name: string; address: string | null };
}

export async function findLetter(tx: Queryable, invoiceId: string): Promise<Letter | undefined> {
  const invoice = await findInvoice(tx, invoiceId);
  if (!invoice) return undefined;
  const vendors = await tx.query<Letter['vendor']>('select name, user_id as "userId" from billing_vendors where id = $1', [invoice.vendorId]);
  const customers = await tx.query<Letter['customer']>('select name, address from billing_customers where user_id = $1', [invoice.customerId]);
  return { invoice, vendor: vendors.rows[0]!, customer: customers.rows[0]! };
}

/** Holds the invoice, and names its document. Rolled back with everything else when the claim turns out to be another's: the invoice comes before the task in the order of locks. */
export async function nameDocument(tx: Queryable, invoiceId: string, path: string): Promise<void> {
  await tx.query('update billing_invoices set document_path = $2 where id = $1', [invoiceId, path]);
}

/** Of these stored paths, the ones no invoice names: of any tenant, so `tx` must see all. */
export async function withoutInvoice(tx: Queryable, paths: string[]): Promise<string[]> {
  const { rows } = await tx.query<{ path: string }>('select path from unnest($1::text[]) as path where not exists (select from billing_invoices where document_path = path)', [paths]);
  return rows.map(({ path }) => path);
}
