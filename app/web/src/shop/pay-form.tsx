import type { SubmitEvent } from 'react';
import { isApiError, mayHaveArrived } from '../platform/errors';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { CreationAlert } from '../ui/creation-alert';
import { Field } from '../ui/field';
import { handOver } from '../ui/hand-over';
import { money } from '../ui/money';
import { useAction } from '../ui/use-action';
import { allowed } from './order-status';
import { forget as begin, requests } from './requests';
import type { Order } from './types';
import { useShop, useStale } from './use-shop';

interface Props {
  order: Order;
  card: string;
  onCard: (card: string) => void;
  /** The last card was, and nothing is under way. */
  declined: boolean;
}

export function PayForm({ order, card, onCard, declined }: Props) {
  const shop = useShop();
  const stale = useStale();
  const { run, pending, error, forget } = useAction();
  const busy = pending !== undefined;
  const payable = allowed(order).pay;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!card.trim()) return;
    run('pay', async () => {
      try {
        const { order: now } = await requests.pay(order.id, card.trim());
        shop.takeOrders(now);
      } finally {
        // Whatever was answered, or not: what the order is now says whether it is paid.
        stale('orders');
      }
    });
  };
  const dismiss = () => {
    begin.paying(order.id);
    forget();
  };
  return (
    <>
      <PayAlert error={error} order={order} declined={declined && !busy} onDismiss={dismiss} />
      {/* Stays while its own payment is under way: live news of it come before the answer. */}
      {(payable || busy) && (
        <form ref={handOver} className="stack" aria-label="Pay" onSubmit={submit}>
          <Field label="Card" value={card} onText={onCard} readOnly={busy} required maxLength={200} autoComplete="off" spellCheck={false} hint="The token that stands for your card. Bazaar never sees its number." />
          <div><Button type="submit" look="main" pending={busy} unavailable={!card.trim()}>Pay {money(order.total)}</Button></div>
        </form>
      )}
    </>
  );
}

function PayAlert({ error, order, declined, onDismiss }: { error: unknown; order: Order; declined: boolean; onDismiss: () => void }) {
  if (isApiError(error, 'declined') || (error === undefined && declined)) {
    return <Alert>The card was declined, and nothing was taken. Try another one.</Alert>;
  }
  if (isApiError(error, 'payment_exists')) {
    return <Alert look="warn" onDismiss={onDismiss}>This order is being paid already, or is paid: in another tab or on another device. You were not charged from here.</Alert>;
  }
  if (isApiError(error, 'wrong_state')) {
    return <Alert look="warn" onDismiss={onDismiss}>This order had moved on meanwhile. You were not charged from here; it is shown as it is now.</Alert>;
  }
  // The answer was lost, but what the order is now has said more than it could.
  if (mayHaveArrived(error) && !allowed(order).pay) return null;
  return (
    <CreationAlert
      error={error} what="You were not charged." onDismiss={onDismiss}
      unsure="your payment may have gone through, or not. Press Pay again with the same card: you will not be charged twice."
    />
  );
}
