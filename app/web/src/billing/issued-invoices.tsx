import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AskDialog } from '../ui/ask-dialog';
import { Button } from '../ui/button';
import { number } from '../ui/format';
import { handOver } from '../ui/hand-over';
import { Reading } from '../ui/reading';
import { DocumentDialog } from './document-dialog';
import { InvoiceItem } from './invoice-item';
import { requests } from './requests';
import type { Invoice } from './types';
import { keyOf, useCustomers, useStale } from './use-billing';

/** By number, without a gap. */
export function IssuedInvoices() {
  const stale = useStale();
  const { data: customers } = useCustomers();
  const [shown, setShown] = useState<Invoice>();
  const [voiding, setVoiding] = useState<Invoice>();
  const query = useInfiniteQuery({
    queryKey: keyOf('invoices', 'issued'),
    initialPageParam: 0,
    queryFn: ({ pageParam }) => requests.issued(pageParam),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const invoices = query.data?.pages.flatMap((page) => page.invoices);
  const names = new Map(customers?.map(({ id, name }) => [id, name]));
  return (
    <section className="stack" aria-label="Invoices issued">
      <h2 tabIndex={-1}>Invoices issued</h2>
      <Reading query={query} looking="Looking for invoices…" />
      {invoices?.length === 0 && <p className="empty">You have issued none.</p>}
      {invoices && invoices.length > 0 && (
        <ul role="list" className="stack" aria-label="Invoices issued">
          {invoices.map((invoice) => (
            <InvoiceItem key={invoice.id} invoice={invoice} other={`to ${names.get(invoice.customerId) ?? '…'}`} onOpen={() => setShown(invoice)}>
              {invoice.status === 'ISSUED' && <span ref={handOver}><Button compact look="danger" aria-label={`Void invoice ${number(invoice.number)}`} onClick={() => setVoiding(invoice)}>Void</Button></span>}
            </InvoiceItem>
          ))}
        </ul>
      )}
      {query.hasNextPage && <div className="more" ref={handOver}><Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>Load more</Button></div>}
      {shown && <DocumentDialog invoice={shown} onClose={() => setShown(undefined)} />}
      {voiding && (
        <AskDialog title={`Void invoice ${number(voiding.number)}?`} action="Void invoice" keep="Keep it" refused="It was not voided." work={() => requests.voidInvoice(voiding.id).finally(() => stale('invoices'))} onClose={() => setVoiding(undefined)}>
          Its number stays taken, and the customer can be invoiced for the month again.
        </AskDialog>
      )}
    </section>
  );
}
