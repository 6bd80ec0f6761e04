import { Redirect, Route, Switch } from 'wouter';
import { DomainBar } from '../ui/domain-bar';
import { NoticeList } from '../ui/notice-list';
import { useArrival } from '../ui/use-arrival';
import { AccountPage } from './account-page';
import { EventPage } from './event-page';
import { EventsPage } from './events-page';
import { SlotsPage } from './slots-page';
import { BillingContext, useLiveBilling } from './use-billing';
import { VendorPage } from './vendor-page';
import './billing.css';

const pages = [
  { to: '/tickets', name: 'Tickets' },
  { to: '/slots', name: 'Slots' },
  { to: '/billing', name: 'Plan and invoices' },
  { to: '/vendor', name: 'Vendor' },
];

export default function BillingPage() {
  const opened = useLiveBilling();
  useArrival();
  return (
    <BillingContext value={opened}>
      <DomainBar name="Billing pages" pages={pages} link={opened.link} onRetry={opened.retryLink}>
        <NoticeList notices={opened.billing.notices} />
      </DomainBar>
      <Switch>
        <Route path="/tickets"><EventsPage /></Route>
        {/* The key: another event is another page, with nothing of the one before. */}
        <Route path="/tickets/:id">{({ id }) => <EventPage key={id} id={id} />}</Route>
        <Route path="/slots"><SlotsPage /></Route>
        <Route path="/billing"><AccountPage /></Route>
        <Route path="/vendor"><VendorPage /></Route>
        <Route><Redirect to="/tickets" replace /></Route>
      </Switch>
    </BillingContext>
  );
}
