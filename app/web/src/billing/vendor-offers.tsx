import { Link } from 'wouter';
import { moment, number } from '../ui/format';
import { money } from '../ui/money';
import { Availability } from './availability';
import type { Vendor } from './types';
import { useEvents, useSlots } from './use-billing';

/** What one offers, and how it goes. */
export function VendorOffers({ vendor }: { vendor: Vendor }) {
  const events = useEvents().events?.filter(({ vendorId }) => vendorId === vendor.id) ?? [];
  const slots = useSlots().slots?.filter(({ vendorId }) => vendorId === vendor.id) ?? [];
  return (
    <section className="stack" aria-label="Your offers">
      <h2 tabIndex={-1}>Your offers</h2>
      {events.length + slots.length === 0 && <p className="empty">You offer nothing yet.</p>}
      {events.length > 0 && (
        <ul role="list" className="stack" aria-label="Your events">
          {events.map((event) => (
            <li key={event.id} className="card linked offer" aria-label={event.name}>
              <Link href={`/tickets/${event.id}`} className="typed whole-card"><span dir="auto">{event.name}</span></Link>
              <Availability event={event} label={`Available for ${event.name}`} />
              <span className="price">{money(event.price)}</span>
            </li>
          ))}
        </ul>
      )}
      {slots.length > 0 && (
        <ul role="list" className="stack" aria-label="Your slots">
          {slots.map(({ id, name, startsAt, booked, capacity }) => (
            <li key={id} className="card slot" aria-label={name}>
              <div className="slot-name"><h3 className="typed" dir="auto">{name}</h3><p className="soft small"><time dateTime={startsAt}>{moment(startsAt)}</time></p></div>
              <span role="status" aria-label={`Booked of ${name}`} className="badge info">{number(booked)} of {number(capacity)} booked</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
