import { useState } from 'react';
import { Reading } from '../ui/reading';
import { DocumentDialog } from './document-dialog';
import { InvoiceItem } from './invoice-item';
import type { Invoice } from './types';
import { useReceived, useVendors } from './use-billing';

export function ReceivedInvoices() {
  const query = useReceived();
  const { vendors } = useVendors();
  const [shown, setShown] = useState<Invoice>();
  const { data: invoices } = query;
  return (
    <section className="stack" aria-label="Your invoices">
      <h2 tabIndex={-1}>Your invoices</h2>
      <Reading query={query} looking="Looking for your invoices…" />
      {invoices?.length === 0 && <p className="empty">Nobody has invoiced you.</p>}
      {invoices && invoices.length > 0 && (
        <ul role="list" className="stack" aria-label="Your invoices">
          {invoices.map((invoice) => (
            <InvoiceItem key={invoice.id} invoice={invoice} other={`from ${vendors?.find(({ id }) => id === invoice.vendorId)?.name ?? '…'}`} onOpen={() => setShown(invoice)} />
          ))}
        </ul>
      )}
      {shown && <DocumentDialog invoice={shown} onClose={() => setShown(undefined)} />}
    </section>
  );
}
