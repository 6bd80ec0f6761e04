import { useId, useSyncExternalStore } from 'react';
import { Button } from '../ui/button';
import { moment, number } from '../ui/format';
import { PageHead } from '../ui/page-head';
import { Reading } from '../ui/reading';
import type { Slot } from './types';
import { useBilling, useSlots } from './use-billing';

export function SlotsPage() {
  const { query, bookings, slots } = useSlots();
  const waiting = query.data === undefined || query.error ? query : bookings;
  return (
    <>
      <PageHead title="Slots" />
      <div className="stack narrow">
        <Reading query={waiting} looking="Looking for slots…" />
        {slots?.length === 0 && <p className="empty">Nothing can be booked yet.</p>}
        {slots && slots.length > 0 && bookings.data && <ul role="list" className="stack" aria-label="Slots">{slots.map((slot) => <Item key={slot.id} slot={slot} />)}</ul>}
      </div>
    </>
  );
}

function Item({ slot }: { slot: Slot }) {
  const { places } = useBilling();
  const titleId = useId();
  const booked = useSyncExternalStore(places.subscribe, () => places.has(slot.id));
  const pending = useSyncExternalStore(places.subscribe, () => places.isPending(slot.id));
  const taken = useSyncExternalStore(places.subscribe, () => places.taken(slot));
  const free = slot.capacity - taken;
  return (
    <li className="card slot" aria-labelledby={titleId}>
      <div className="slot-name">
        <h2 id={titleId} className="typed" dir="auto">{slot.name}</h2>
        <p className="soft small"><time dateTime={slot.startsAt}>{moment(slot.startsAt)}</time></p>
      </div>
      <span role="status" aria-label={`Places in ${slot.name}`} className={`badge ${free === 0 ? 'bad' : 'good'}`}>{free === 0 ? 'Full' : `${number(free)} of ${number(slot.capacity)} free`}</span>
      {booked && <strong className="small">You have a place.</strong>}
      {/* One button that stays, whatever it says: the keyboard stays on it. */}
      <Button compact look={booked ? 'plain' : 'main'} aria-label={`${booked ? 'Give up' : 'Book'} ${slot.name}`} pending={pending} unavailable={!booked && free === 0} onClick={() => void places.set(slot, !booked)}>
        {booked ? 'Give up' : 'Book'}
      </Button>
    </li>
  );
}
