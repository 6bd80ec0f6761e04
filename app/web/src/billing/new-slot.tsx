import { useState, type SubmitEvent } from 'react';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { CreationAlert } from '../ui/creation-alert';
import { Field } from '../ui/field';
import { NumberField, wholeNumber } from '../ui/number-field';
import { useCreation } from '../ui/use-creation';
import { forget, requests } from './requests';
import { useBilling, useStale } from './use-billing';

const MOST = 1_000_000;
const EMPTY = { name: '', startsAt: '', capacity: '' };

export function NewSlot() {
  const billing = useBilling();
  const stale = useStale();
  const [words, setWords] = useState(EMPTY);
  const [made, setMade] = useState<string>();
  const { run, pending, error, dismiss } = useCreation(forget.offeringSlot);
  const busy = pending !== undefined;
  const capacity = wholeNumber(words.capacity, 1, MOST);
  const start = Date.parse(words.startsAt);
  const name = words.name.trim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (name === '' || Number.isNaN(start) || capacity === undefined) return;
    run('offer', async () => {
      setMade(undefined);
      billing.takeSlots(await requests.newSlot(name, new Date(start).toISOString(), capacity));
      setMade(name);
      setWords(EMPTY);
      stale('slots');
    });
  };
  return (
    <form className="card stack" aria-label="New slot" onSubmit={submit}>
      <h2>New slot</h2>
      <Field label="Name" value={words.name} onText={(next) => setWords({ ...words, name: next })} readOnly={busy} required maxLength={120} autoComplete="off" />
      <Field label="Starts at" type="datetime-local" value={words.startsAt} onText={(next) => setWords({ ...words, startsAt: next })} readOnly={busy} required />
      <NumberField label="Places" value={words.capacity} min={1} max={MOST} readOnly={busy} onText={(next) => setWords({ ...words, capacity: next })} />
      {made && <Alert look="good" onDismiss={() => setMade(undefined)}>“<span className="typed">{made}</span>” can be booked.</Alert>}
      <CreationAlert error={error} what="The slot was not added." unsure="the slot may be there, or not. Press the button again: it will not be added twice." onDismiss={dismiss} />
      <div><Button type="submit" pending={busy} unavailable={name === '' || Number.isNaN(start) || capacity === undefined}>Add slot</Button></div>
    </form>
  );
}
