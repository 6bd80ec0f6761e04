import type { Queryable } from '../../platform/postgres.js';
import type { Invoice } from '../schema.js';

const LINES = `select json_agg(json_build_object('text', l.text, 'amount', l.amount::text) order by l.line) from billing_invoice_lines l where l.tenant_id = i.tenant_id and l.invoice_id = i.id`;
const INVOICE = `i.id, i.vendor_id as "vendorId", i.user_id as "customerId", i.period, i.number, (${LINES}) as lines, i.total::text as total, i.status,
  i.document_path is not null as document, i.issued_at as "issuedAt"`;

export async function findInvoice(tx: Queryable, id: string): Promise<Invoice | undefined> {
  const { rows } = await tx.query<Invoice>(`select ${INVOICE} from billing_invoices i where i.id = $1`, [id]);
  return rows[0];
}

/** If the user has received or issued it. */
export async function findOwnInvoice(tx: Queryable, id: string, userId: string): Promise<{ invoice: Invoice; documentPath: string | null } | undefined> {
  const { rows } = await tx.query<Invoice & { documentPath: string | null }>(
    `select ${INVOICE}, i.document_path as "documentPath" from billing_invoices i
     where i.id = $1 and (i.user_id = $2 or exists (select from billing_vendors v where v.tenant_id = i.tenant_id and v.id = i.vendor_id and v.user_id = $2))`,
    [id, userId],
  );
  if (!rows[0]) return undefined;
  const { documentPath, ...invoice } = rows[0];
  return { invoice, documentPath };
}

export async function listReceived(tx: Queryable, userId: string): Promise<Invoice[]> {
  const { rows } = await tx.query<Invoice>(`select ${INVOICE} from billing_invoices i where i.user_id = $1 order by i.issued_at desc, i.number desc, i.id`, [userId]);
  return rows;
}

export async function listIssued(tx: Queryable, vendorId: string, after: number, limit: number): Promise<Invoice[]> {
  const { rows } = await tx.query<Invoice>(`select ${INVOICE} from billing_invoices i where i.vendor_id = $1 and i.number > $2 order by i.number limit $3`, [vendorId, after, limit]);
  return rows;
}

/** Which of these customers the vendor has invoiced for the month. Final under the lock on the vendor, under which all invoices of the vendor are written. */
export async function findInvoiced(tx: Queryable, vendorId: string, period: string, customerIds: string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; customerId: string }>(
    `select id, user_id as "customerId" from billing_invoices where vendor_id = $1 and period = $2 and user_id = any($3::uuid[]) and status = 'ISSUED'`,
    [vendorId, period, customerIds],
  );
  return new Map(rows.map(({ id, customerId }) => [customerId, id]));
}

export interface Issue {
  vendorId: string;
  period: string;
  customerIds: string[];
  /** The same for all. */
  lines: { text: string; amount: string }[];
  /** Of the invoice before the first. */
  numberBefore: number;
}

/** Writes the invoices, in the order of the customers. To be called under the lock on the vendor, with the numbers that were taken under it. */
export async function insertInvoices(tx: Queryable, tenantId: string, { vendorId, period, customerIds, lines, numberBefore }: Issue): Promise<{ id: string; number: number; customerId: string }[]> {
  const amounts = lines.map(({ amount }) => amount);
  const { rows } = await tx.query<{ id: string; number: number; customerId: string }>(
    `insert into billing_invoices (tenant_id, vendor_id, user_id, period, number, total)
     select $1::uuid, $2::uuid, customer, $3::text, $4::integer + place, (select sum(amount) from unnest($6::numeric[]) as amounts (amount))
     from unnest($5::uuid[]) with ordinality as customers (customer, place)
     returning id, number, user_id as "customerId"`,
    [tenantId, vendorId, period, numberBefore, customerIds, amounts],
  );
  await tx.query(
    `insert into billing_invoice_lines (tenant_id, invoice_id, line, text, amount)
     select $1::uuid, invoice, line, text, amount from unnest($2::uuid[]) as invoices (invoice), unnest($3::text[], $4::numeric[]) with ordinality as lines (text, amount, line)`,
    [tenantId, rows.map(({ id }) => id), lines.map(({ text }) => text), amounts],
  );
  return rows.sort((a, b) => a.number - b.number);
}

/** The invoice and who has issued it, held until the transaction ends. */
export async function lockInvoice(tx: Queryable, id: string): Promise<{ vendorUserId: string; status: Invoice['status'] } | undefined> {
  const { rows } = await tx.query<{ vendorUserId: string; status: Invoice['status'] }>(
    `select i.status, v.user_id as "vendorUserId" from billing_invoices i join billing_vendors v on v.tenant_id = i.tenant_id and v.id = i.vendor_id where i.id = $1 for no key update of i`,
    [id],
  );
  return rows[0];
}

/** The number stays taken; the month is free again. */
export async function voidInvoice(tx: Queryable, id: string): Promise<void> {
  await tx.query(`update billing_invoices set status = 'VOID' where id = $1`, [id]);
}
