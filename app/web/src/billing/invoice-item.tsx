import { useSyncExternalStore, type ReactNode } from 'react';
import { Button } from '../ui/button';
import { moment, number } from '../ui/format';
import { money } from '../ui/money';
import type { Invoice } from './types';
import { useBilling } from './use-billing';

interface Props {
  invoice: Invoice;
  /** Who is on the other side, as `from The Vendor`. */
  other: string;
  onOpen: () => void;
  children?: ReactNode;
}

export function InvoiceItem({ invoice, other, onOpen, children }: Props) {
  const billing = useBilling();
  // Heard of before the list is read anew.
  const heard = useSyncExternalStore(billing.onDocuments, () => billing.hasDocument(invoice.id));
  const written = invoice.document || heard;
  const name = `Invoice ${number(invoice.number)} ${other}`;
  return (
    <li className="card invoice" aria-label={name}>
      <div className="card-head">
        <h3 className="typed">{name}</h3>
        {invoice.status === 'VOID' && <span className="badge bad">Void</span>}
      </div>
      <p className="soft small">{invoice.period} · issued <time dateTime={invoice.issuedAt}>{moment(invoice.issuedAt)}</time></p>
      <ul role="list" aria-label="Lines">{invoice.lines.map(({ text, amount }, n) => <li key={n} className="total"><span className="typed" dir="auto">{text}</span> <span>{money(amount)}</span></li>)}</ul>
      <p className="total"><strong>Total</strong> <strong>{money(invoice.total)}</strong></p>
      <div className="form-actions">
        {/* The same button throughout: the keyboard stays on it when it comes to life. */}
        <Button compact unavailable={!written} onClick={onOpen}>{written ? 'Open document' : 'Document is being written…'}</Button>
        {children}
      </div>
    </li>
  );
}
