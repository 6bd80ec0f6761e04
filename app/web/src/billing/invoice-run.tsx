import { useState, type SubmitEvent } from 'react';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { CreationAlert } from '../ui/creation-alert';
import { AmountField } from '../ui/amount-field';
import { Field } from '../ui/field';
import { count, number } from '../ui/format';
import { Reading } from '../ui/reading';
import { useCreation } from '../ui/use-creation';
import { lineOf } from './invoice-lines';
import { MonthField, thisMonth } from './month-field';
import { forget, requests } from './requests';
import { useCustomers, useStale } from './use-billing';

const MOST = 500;

/** The same line for many customers at once. */
export function InvoiceRun() {
  const stale = useStale();
  const query = useCustomers();
  const customers = query.data ?? [];
  const [period, setPeriod] = useState(thisMonth);
  const [text, setText] = useState('');
  const [amount, setAmount] = useState('');
  // Who is left out, and not who is in: customers who come meanwhile are in.
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState<{ issued: string[]; existing: string[] }>();
  const { run, pending, error, dismiss } = useCreation(forget.running);
  const busy = pending !== undefined;
  const chosen = customers.filter(({ id }) => !left.has(id)).map(({ id }) => id);
  const line = lineOf({ text, amount });
  const ready = period !== '' && line !== undefined && chosen.length > 0 && chosen.length <= MOST;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready) return;
    run('run', async () => {
      setDone(undefined);
      try {
        setDone(await requests.run(period, chosen, line.text, line.amount));
      } finally {
        stale('invoices');
      }
    });
  };
  const toggle = (id: string, isIn: boolean) => {
    const next = new Set(left);
    if (isIn) next.delete(id);
    else next.add(id);
    setLeft(next);
  };
  return (
    <form className="card stack" aria-label="Invoice run" onSubmit={submit}>
      <h2>Invoice run</h2>
      <div className="pair">
        <MonthField value={period} readOnly={busy} onText={setPeriod} />
        <AmountField label="Amount" value={amount} readOnly={busy} onText={setAmount} />
      </div>
      <Field label="Text" value={text} readOnly={busy} required maxLength={200} autoComplete="off" onText={setText} />
      <fieldset disabled={busy}>
        <legend className="field-name">Customers: {number(chosen.length)} of {number(customers.length)}</legend>
        <Reading query={query} looking="Looking for customers…" />
        <div className="customers">
          {customers.map(({ id, name }) => (
            <label key={id} className="choice"><input type="checkbox" checked={!left.has(id)} onChange={(event) => toggle(id, event.target.checked)} /><span className="typed" dir="auto">{name}</span></label>
          ))}
        </div>
      </fieldset>
      {chosen.length > MOST && <p className="soft small">At most {number(MOST)} at once: leave some out.</p>}
      {done && (
        <Alert look="good" onDismiss={() => setDone(undefined)}>
          {count(done.issued.length, 'invoice')} issued{done.existing.length > 0 && <>; {count(done.existing.length, 'customer')} had been invoiced for this month before</>}.
        </Alert>
      )}
      <CreationAlert error={error} what="Nothing was issued." unsure="the invoices may be issued, or not. Press the button again as it is: none will be issued twice." onDismiss={dismiss} />
      <div><Button type="submit" pending={busy} unavailable={!ready}>Invoice all of them</Button></div>
    </form>
  );
}
