import { Link } from 'wouter';
import { isApiError } from '../platform/errors';
import { Alert } from '../ui/alert';
import { number } from '../ui/format';
import { money } from '../ui/money';
import { PageHead } from '../ui/page-head';
import { Reading } from '../ui/reading';
import { Availability } from './availability';
import { BuyForm } from './buy-form';
import { useEvent, useTickets } from './use-billing';

export function EventPage({ id }: { id: string }) {
  const { event, query } = useEvent(id);
  const tickets = useTickets();
  const numbers = tickets.data?.filter(({ eventId }) => eventId === id).map((ticket) => ticket.number);
  if (!event) {
    return (
      <>
        <PageHead title="Event" />
        {isApiError(query.error, 'not_found')
          ? <Alert look="warn">There is no such event. <Link href="/tickets">Back to the events</Link></Alert>
          : <Reading query={query} looking="Looking for the event…" />}
      </>
    );
  }
  return (
    <>
      <PageHead title={event.name} />
      <div className="stack narrow">
        <Reading query={query} looking="" />
        <p className="offer"><span className="price large">{money(event.price)}</span> <Availability event={event} label="Available" /></p>
        <BuyForm event={event} />
        <section className="card stack" aria-label="Your tickets">
          <h2 tabIndex={-1}>Your tickets</h2>
          <Reading query={tickets} looking="Looking for your tickets…" />
          {numbers?.length === 0 && <p className="soft">You have none for this event.</p>}
          {numbers && numbers.length > 0 && <ul role="list" className="ticket-numbers" aria-label="Your tickets">{numbers.map((one) => <li key={one}>No. {number(one)}</li>)}</ul>}
        </section>
      </div>
    </>
  );
}
