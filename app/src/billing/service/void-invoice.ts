import { forbidden } from '../../accounts/roles.js';
import type { Call } from '../../platform/call.js';
import { notFound } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { invoiceChanged } from '../events.js';
import { findInvoice, lockInvoice, voidInvoice as markVoid } from '../repository/invoices.js';
import type { Invoice } from '../schema.js';

/** Protected by: the lock on the invoice, under which its status is judged: however often it is asked for, it becomes void once. */
export async function voidInvoice({ live }: Pick<Platform, 'live'>, call: Call, id: string): Promise<Invoice> {
  const { invoice, changed } = await call.write(async (tx) => {
    const found = await lockInvoice(tx, id);
    if (!found) throw notFound('invoice');
    if (found.vendorUserId !== call.userId) throw forbidden('Only the vendor who issued an invoice may void it.');
    const changed = found.status === 'ISSUED';
    if (changed) await markVoid(tx, id);
    return { invoice: (await findInvoice(tx, id))!, changed };
  });
  if (changed) invoiceChanged(live, call.userId, invoice);
  return invoice;
}
