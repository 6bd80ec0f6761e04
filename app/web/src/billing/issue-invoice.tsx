import { useState, type SubmitEvent } from 'react';
import { isApiError } from '../platform/errors';
import { Alert, ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { CreationAlert } from '../ui/creation-alert';
import { number } from '../ui/format';
import { useCreation } from '../ui/use-creation';
import { emptyLine, InvoiceLines, lineOf } from './invoice-lines';
import { MonthField, thisMonth } from './month-field';
import { forget, requests } from './requests';
import type { Invoice } from './types';
import { useCustomers, useStale } from './use-billing';

export function IssueInvoice() {
  const stale = useStale();
  const { data: customers = [] } = useCustomers();
  const [customerId, setCustomer] = useState('');
  const [period, setPeriod] = useState(thisMonth);
  const [lines, setLines] = useState(() => [emptyLine()]);
  const [issued, setIssued] = useState<Invoice>();
  const { run, pending, error, dismiss } = useCreation(forget.issuing);
  const busy = pending !== undefined;
  const complete = lines.flatMap((line) => lineOf(line) ?? []);
  const ready = customerId !== '' && period !== '' && complete.length === lines.length;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready) return;
    run('issue', async () => {
      setIssued(undefined);
      try {
        setIssued(await requests.issue(customerId, period, complete));
        setLines([emptyLine()]);
        setCustomer('');
      } finally {
        stale('invoices');
      }
    });
  };
  return (
    <form className="card stack" aria-label="Issue an invoice" onSubmit={submit}>
      <h2>Issue an invoice</h2>
      <div className="pair">
        <Choice label="Customer" none="Choose one" value={customerId} options={customers.map(({ id, name }) => ({ value: id, name }))} disabled={busy} onChoose={setCustomer} />
        <MonthField value={period} readOnly={busy} onText={setPeriod} />
      </div>
      <InvoiceLines lines={lines} readOnly={busy} onLines={setLines} />
      {issued && <Alert look="good" onDismiss={() => setIssued(undefined)}>Invoice {number(issued.number)} is issued.</Alert>}
      <Refusal error={error} onDismiss={dismiss} />
      <div><Button type="submit" look="main" pending={busy} unavailable={!ready}>Issue invoice</Button></div>
    </form>
  );
}

function Refusal({ error, onDismiss }: { error: unknown; onDismiss: () => void }) {
  if (isApiError(error, 'invoice_exists')) return <Alert look="warn" onDismiss={onDismiss}>This customer has been invoiced for this month already. No second invoice was issued.</Alert>;
  if (isApiError(error, 'locked')) return <ErrorAlert error={error} what="This customer is being invoiced at this moment, in another tab or on another device. Nothing was issued from here." onDismiss={onDismiss} />;
  if (isApiError(error, 'lock_lost')) return <Alert look="warn" onDismiss={onDismiss}>This took too long, and somebody else went on with it. Nothing was issued from here; look at the list before you try again.</Alert>;
  return <CreationAlert error={error} what="Nothing was issued." unsure="the invoice may be issued, or not. Press the button again as it is: it will not be issued twice." onDismiss={onDismiss} />;
}
