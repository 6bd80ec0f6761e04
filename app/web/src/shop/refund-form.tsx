import { useState, type SubmitEvent } from 'react';
import { isApiError } from '../platform/errors';
import { Alert } from '../ui/alert';
import { AmountField } from '../ui/amount-field';
import { Button } from '../ui/button';
import { CreationAlert } from '../ui/creation-alert';
import { handOver } from '../ui/hand-over';
import { amountOf, cents, fromCents, money } from '../ui/money';
import { useCreation } from '../ui/use-creation';
import { forget, requests } from './requests';
import type { Payment } from './types';
import { useRights, useStale } from './use-shop';

export function RefundForm({ payment, name }: { payment: Payment; name: string }) {
  const stale = useStale();
  const { orLookAgain } = useRights();
  const [typed, setTyped] = useState('');
  const [done, setDone] = useState<string>();
  const { run, pending, error, dismiss } = useCreation(() => forget.refunding(payment.id));
  const busy = pending !== undefined;
  const amount = amountOf(typed);
  const refundable = cents(payment.captured) - cents(payment.refunded) - cents(payment.refunding);
  const valid = amount !== undefined && cents(amount) > 0n;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!valid) return;
    run('refund', async () => {
      setDone(undefined);
      try {
        const { operation } = await requests.refund(payment.id, amount).catch(orLookAgain);
        setDone(operation.status === 'PENDING' ? `${money(amount)} will be refunded as soon as the payment provider answers.` : `${money(amount)} refunded.`);
        setTyped('');
      } finally {
        stale('orders');
      }
    });
  };
  return (
    <form ref={handOver} className="stack" aria-label={`Refund ${name}`} onSubmit={submit}>
      <div className="line-form">
        <AmountField label="Amount" value={typed} readOnly={busy} onText={setTyped} />
        <Button type="submit" pending={busy} unavailable={!valid}>Refund</Button>
      </div>
      <p className="small soft">{money(fromCents(refundable > 0n ? refundable : 0n))} can be refunded{cents(payment.refunding) > 0n && <>; {money(payment.refunding)} is under way</>}.</p>
      {done && <Alert look="good" onDismiss={() => setDone(undefined)}>{done}</Alert>}
      {isApiError(error, 'refund_exceeds')
        ? <Alert look="warn" onDismiss={dismiss}>Only {money(String(error.details.refundable))} is left to be refunded. Nothing was refunded from here.</Alert>
        : <CreationAlert error={error} what="Nothing was refunded." unsure="it may be refunded, or not. Press Refund again as it is: it will not be refunded twice." onDismiss={dismiss} />}
    </form>
  );
}
