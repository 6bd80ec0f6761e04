import { handOver } from '../ui/hand-over';
import { PageHead } from '../ui/page-head';
import { Reading } from '../ui/reading';
import { AddForm } from '../ui/add-form';
import { InvoiceRun } from './invoice-run';
import { IssueInvoice } from './issue-invoice';
import { IssuedInvoices } from './issued-invoices';
import { NewEvent } from './new-event';
import { NewSlot } from './new-slot';
import { forget, requests } from './requests';
import type { Vendor } from './types';
import { useVendors, useStale } from './use-billing';
import { VendorOffers } from './vendor-offers';

export function VendorPage() {
  const { query, mine } = useVendors();
  return (
    <>
      <PageHead title={mine?.name ?? 'Vendor'} />
      <Reading query={query} looking="Looking whether you are a vendor…" />
      {query.data && (mine ? <Desk vendor={mine} /> : <BecomeVendor />)}
    </>
  );
}

function Desk({ vendor }: { vendor: Vendor }) {
  return (
    <div className="two-columns">
      <div className="stack">
        <VendorOffers vendor={vendor} />
        <IssuedInvoices />
      </div>
      <div className="stack">
        <NewEvent />
        <NewSlot />
        <IssueInvoice />
        <InvoiceRun />
      </div>
    </div>
  );
}

function BecomeVendor() {
  const stale = useStale();
  const become = (name: string) => requests.becomeVendor(name).finally(() => {
    forget.becomingVendor();
    stale('vendors', 'customers', 'invoices');
  });
  return (
    <section ref={handOver} className="card stack narrow" aria-label="Become a vendor">
      <h2>Become a vendor</h2>
      <p className="soft">Vendors sell tickets, offer slots and write invoices.</p>
      <AddForm label="Become a vendor" field="Name" longest={120} action="Become a vendor" refused="You did not become a vendor." add={become} />
    </section>
  );
}
