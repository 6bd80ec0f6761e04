import { HttpError, notFound } from '../../platform/errors.js';
import { fence } from '../../platform/fences.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import type { Queryable } from '../../platform/postgres.js';
import { invoiceChanged } from '../events.js';
import { findCustomerIds } from '../repository/customers.js';
import { findInvoice, findInvoiced, insertInvoices, type Issue } from '../repository/invoices.js';
import { addTask } from '../repository/tasks.js';
import { lockVendor, requireVendor, takeNumbers } from '../repository/vendors.js';
import type { NewInvoice, NewRun } from '../schema.js';

/**
 * Invoices one customer for a month.
 *
 * Protected by: the distributed lock of vendor and customer, so that of those who come at once one goes on and the others are told at once, instead of queueing for the vendor's row; the fence, first in the
 * transaction, so that a holder whose lease ran out writes nothing after its successor was let in; and what {@link issue} says, on which it rests that there is one invoice and no gap in the numbers.
 */
export async function issueInvoice({ live, locks, config }: Pick<Platform, 'live' | 'locks' | 'config'>, call: KeyedCall, wanted: NewInvoice) {
  const { tenantId, userId } = call;
  const customerId = wanted.customerId.toLowerCase();
  const { period, lines } = wanted;
  // Before the transaction, since it is part of the lock's name; a vendor stays one.
  const vendor = await call.read((tx) => requireVendor(tx, userId));
  const name = `invoicing:${vendor.id}:${customerId}`;
  // Released after the commit, or the rollback, and before the answer.
  const answer = await locks.withLock(tenantId, name, config.lockLeaseMs, (token) =>
    call.answer(async (tx) => {
      await fence(tx, tenantId, name, token);
      const { issued, existing } = await issue(tx, tenantId, userId, { vendorId: vendor.id, period, customerIds: [customerId], lines });
      const [invoiceId] = existing.values();
      if (invoiceId !== undefined) throw new HttpError(409, 'invoice_exists', 'This customer has been invoiced for this month.', { details: { invoiceId } });
      return { status: 201, body: { invoice: (await findInvoice(tx, issued[0]!.id))! } };
    }),
  );
  invoiceChanged(live, userId, answer.body.invoice);
  return answer;
}

/**
 * Invoices many customers for a month, all in one transaction; those who were invoiced already are left as they are.
 *
 * Protected by: see {@link issue}. It waits for the vendor's row for as long as it takes: who began a run does not want to be told to begin it again. It takes no distributed lock: the vendor's row keeps
 * it apart from single invoices.
 */
export async function runInvoices({ live }: Pick<Platform, 'live'>, call: KeyedCall, { period, customerIds, text, amount }: NewRun) {
  const { tenantId, userId } = call;
  const answer = await call.answer(
    async (tx) => {
      const vendor = await requireVendor(tx, userId);
      const wanted = [...new Set(customerIds.map((id) => id.toLowerCase()))];
      const { issued, existing } = await issue(tx, tenantId, userId, { vendorId: vendor.id, period, customerIds: wanted, lines: [{ text, amount }] });
      return { status: 201, body: { issued: issued.map(({ id }) => id), existing: wanted.filter((id) => existing.has(id)) }, issued };
    },
    { patient: true },
  );
  for (const invoice of answer.issued) invoiceChanged(live, userId, invoice);
  return answer;
}

/**
 * Writes the invoices that are not there yet, each with the task that makes its document.
 *
 * Protected by: the lock on the vendor's row, under which it is judged what is there, numbers are taken and invoices are written, all in one transaction: the numbers are in the order of the commits and
 * have no gap. That a customer is invoiced once for a month the partial unique index guards, too.
 */
async function issue(tx: Queryable, tenantId: string, requestedBy: string, wanted: Omit<Issue, 'numberBefore'>) {
  const { vendorId, period, customerIds } = wanted;
  if ((await findCustomerIds(tx, customerIds)).length < customerIds.length) throw notFound('customer');
  await lockVendor(tx, vendorId);
  const existing = await findInvoiced(tx, vendorId, period, customerIds);
  const fresh = customerIds.filter((id) => !existing.has(id));
  if (fresh.length === 0) return { issued: [], existing };
  const numberBefore = await takeNumbers(tx, vendorId, fresh.length);
  const issued = await insertInvoices(tx, tenantId, { ...wanted, customerIds: fresh, numberBefore });
  for (const { id } of issued) await addTask(tx, tenantId, 'document', id, requestedBy);
  return { issued, existing };
}
