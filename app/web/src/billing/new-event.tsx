import { useState, type SubmitEvent } from 'react';
import { Alert } from '../ui/alert';
import { AmountField } from '../ui/amount-field';
import { Button } from '../ui/button';
import { CreationAlert } from '../ui/creation-alert';
import { Field } from '../ui/field';
import { amountOf } from '../ui/money';
import { NumberField, wholeNumber } from '../ui/number-field';
import { useCreation } from '../ui/use-creation';
import { forget, requests } from './requests';
import { useBilling, useStale } from './use-billing';

const MOST = 1_000_000;
const EMPTY = { name: '', price: '', total: '' };

export function NewEvent() {
  const billing = useBilling();
  const stale = useStale();
  const [words, setWords] = useState(EMPTY);
  const [made, setMade] = useState<string>();
  const { run, pending, error, dismiss } = useCreation(forget.offeringEvent);
  const busy = pending !== undefined;
  const price = amountOf(words.price);
  const total = wholeNumber(words.total, 1, MOST);
  const name = words.name.trim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (name === '' || price === undefined || total === undefined) return;
    run('offer', async () => {
      setMade(undefined);
      billing.takeEvents(await requests.newEvent(name, price, total));
      setMade(name);
      setWords(EMPTY);
      stale('events');
    });
  };
  return (
    <form className="card stack" aria-label="New event" onSubmit={submit}>
      <h2>New event</h2>
      <Field label="Name" value={words.name} onText={(next) => setWords({ ...words, name: next })} readOnly={busy} required maxLength={200} autoComplete="off" />
      <div className="pair">
        <AmountField label="Price" value={words.price} onText={(next) => setWords({ ...words, price: next })} readOnly={busy} />
        <NumberField label="Tickets" value={words.total} min={1} max={MOST} readOnly={busy} onText={(next) => setWords({ ...words, total: next })} />
      </div>
      {made && <Alert look="good" onDismiss={() => setMade(undefined)}>Tickets for “<span className="typed">{made}</span>” are on sale.</Alert>}
      <CreationAlert error={error} what="The event was not added." unsure="the event may be there, or not. Press the button again: it will not be added twice." onDismiss={dismiss} />
      <div><Button type="submit" pending={busy} unavailable={name === '' || price === undefined || total === undefined}>Add event</Button></div>
    </form>
  );
}
