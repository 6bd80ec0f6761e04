import type { Letter } from '../repository/documents.js';

/** The text of an invoice's document. Not whether it is void: it is written once, and may become so at any time. */
export function writeDocument({ invoice, vendor, customer }: Letter): string {
  const head = [`Invoice ${invoice.number}`, `Period ${invoice.period}`, `Issued ${invoice.issuedAt.toISOString()}`, '', `From ${vendor.name}`, `To ${customer.name}`];
  const lines = invoice.lines.map(({ text, amount }) => `${text}: ${amount}`);
  return [...head, ...(customer.address === null ? [] : [customer.address]), '', ...lines, '', `Total: ${invoice.total}`, ''].join('\n');
}
