import { useState, type SubmitEvent } from 'react';
import { isApiError } from '../platform/errors';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { CreationAlert } from '../ui/creation-alert';
import { count, number } from '../ui/format';
import { cents, fromCents, money } from '../ui/money';
import { NumberField, wholeNumber } from '../ui/number-field';
import { useCreation } from '../ui/use-creation';
import { forget, requests } from './requests';
import type { BoxOffice, Ticket } from './types';
import { useBilling, useStale } from './use-billing';

const MOST = 10;

export function BuyForm({ event }: { event: BoxOffice }) {
  const billing = useBilling();
  const stale = useStale();
  const [typed, setTyped] = useState('1');
  const [bought, setBought] = useState<readonly Ticket[]>();
  const { run, pending, error, dismiss } = useCreation(() => forget.buying(event.id));
  const busy = pending !== undefined;
  const quantity = wholeNumber(typed, 1, MOST);
  const soldOut = event.available === 0;
  // There is still something to find out: asking again is answered with what was bought, also when nothing is left.
  const open = error !== undefined && !isApiError(error, 'sold_out');

  const submit = (pressed: SubmitEvent) => {
    pressed.preventDefault();
    if (quantity === undefined) return;
    run('buy', async () => {
      setBought(undefined);
      try {
        const answer = await requests.buy(event.id, quantity);
        billing.takeEvents(answer.event);
        setBought(answer.tickets);
      } finally {
        // How many are left is heard live; whether one has any may be news after a lost answer, too.
        stale('events', 'tickets');
      }
    });
  };
  return (
    <form className="card stack" aria-label="Buy tickets" onSubmit={submit}>
      <h2>Box office</h2>
      <NumberField label="Quantity" value={typed} min={1} max={MOST} readOnly={busy} hint={`Up to ${MOST} at once.`} onText={setTyped} />
      {quantity !== undefined && !soldOut && <p className="total"><span>Together</span> <strong>{money(fromCents(cents(event.price) * BigInt(quantity)))}</strong></p>}
      {bought && <Alert look="good" onDismiss={() => setBought(undefined)}>{count(bought.length, 'ticket')} bought: {bought.map((ticket) => `No. ${number(ticket.number)}`).join(', ')}.</Alert>}
      <Refusal error={error} soldOut={soldOut && !bought} onDismiss={dismiss} />
      <div><Button type="submit" look="main" pending={busy} unavailable={quantity === undefined || (soldOut && !open)}>Buy</Button></div>
    </form>
  );
}

function Refusal({ error, soldOut, onDismiss }: { error: unknown; soldOut: boolean; onDismiss: () => void }) {
  if (isApiError(error, 'sold_out')) {
    const left = Number(error.details.available);
    // Since it was refused, the rest may have gone as well.
    return left > 0 && !soldOut
      ? <Alert look="warn" onDismiss={onDismiss}>Not so many are left: only {number(left)}. Nothing was bought.</Alert>
      : <Alert look="warn">Sold out: others were faster. Nothing was bought, and you were not charged.</Alert>;
  }
  if (error === undefined && soldOut) return <Alert look="warn">Sold out: all tickets are gone.</Alert>;
  return <CreationAlert error={error} what="Nothing was bought." unsure="your tickets may be bought, or not. Press Buy again with the same quantity: they will not be bought twice." onDismiss={onDismiss} />;
}
