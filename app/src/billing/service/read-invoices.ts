import type { ReadStream } from 'node:fs';
import type { Call } from '../../platform/call.js';
import { HttpError, notFound } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { findOwnInvoice, listIssued, listReceived } from '../repository/invoices.js';
import { requireVendor } from '../repository/vendors.js';
import type { Invoice, InvoicePage } from '../schema.js';

/** Those one has received, all of them; or a page of those one has issued, and the number to go on after. */
export async function listInvoices(call: Call, { vendor, after, limit }: InvoicePage): Promise<{ invoices: Invoice[]; next: number | null }> {
  if (vendor === undefined) return { invoices: await call.read((tx) => listReceived(tx, call.userId)), next: null };
  // One more than asked for, to know whether there are more. Numbers are in the order of the commits: behind one that was seen, none comes in later.
  const found = await call.read(async (tx) => listIssued(tx, (await requireVendor(tx, call.userId)).id, after, limit + 1));
  const invoices = found.slice(0, limit);
  return { invoices, next: found.length > limit ? invoices.at(-1)!.number : null };
}

/** What its customer and its vendor see, and nobody else. */
export async function getInvoice(call: Call, id: string): Promise<Invoice> {
  return (await findOwn(call, id)).invoice;
}

export async function openDocument({ files }: Pick<Platform, 'files'>, call: Call, id: string): Promise<{ byteSize: number; stream: ReadStream }> {
  const { documentPath } = await findOwn(call, id);
  if (documentPath === null) throw new HttpError(409, 'not_ready', 'The document is being written. Try again in a second.', { headers: { 'retry-after': '1' } });
  return files.open(documentPath);
}

async function findOwn(call: Call, id: string) {
  const found = await call.read((tx) => findOwnInvoice(tx, id, call.userId));
  if (!found) throw notFound('invoice');
  return found;
}
