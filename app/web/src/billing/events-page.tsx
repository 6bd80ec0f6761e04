import { Link } from 'wouter';
import { number } from '../ui/format';
import { money } from '../ui/money';
import { PageHead } from '../ui/page-head';
import { Reading } from '../ui/reading';
import { Availability } from './availability';
import type { BoxOffice } from './types';
import { useEvents, useTickets } from './use-billing';

export function EventsPage() {
  const { query, events } = useEvents();
  return (
    <>
      <PageHead title="Tickets" />
      <div className="two-columns">
        <section className="stack" aria-label="Events">
          <h2>Events</h2>
          <Reading query={query} looking="Looking for events…" />
          {events?.length === 0 && <p className="empty">Nothing is on yet.</p>}
          {events && events.length > 0 && <ul role="list" className="stack" aria-label="Events">{events.map((event) => <Line key={event.id} event={event} />)}</ul>}
        </section>
        <YourTickets events={events ?? []} />
      </div>
    </>
  );
}

function Line({ event }: { event: BoxOffice }) {
  const { id, name, price } = event;
  return (
    <li className="card linked offer" aria-label={name}>
      <Link href={`/tickets/${id}`} className="typed whole-card"><span dir="auto">{name}</span></Link>
      <Availability event={event} label={`Available for ${name}`} />
      <span className="price">{money(price)}</span>
    </li>
  );
}

function YourTickets({ events }: { events: readonly BoxOffice[] }) {
  const query = useTickets();
  const { data: tickets } = query;
  const bought = events.flatMap((event) => {
    const numbers = tickets?.filter(({ eventId }) => eventId === event.id).map((ticket) => ticket.number) ?? [];
    return numbers.length > 0 ? [{ event, numbers }] : [];
  });
  return (
    <section className="card stack" aria-label="Your tickets">
      <h2>Your tickets</h2>
      <Reading query={query} looking="Looking for your tickets…" />
      {tickets?.length === 0 && <p className="soft">You have none yet.</p>}
      {bought.length > 0 && (
        <ul role="list" className="stack" aria-label="Your tickets">
          {bought.map(({ event: { id, name }, numbers }) => (
            <li key={id} aria-label={name}><strong className="typed" dir="auto">{name}</strong> <span className="soft">{numbers.map((one) => `No. ${number(one)}`).join(', ')}</span></li>
          ))}
        </ul>
      )}
    </section>
  );
}
