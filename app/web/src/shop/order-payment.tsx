import { useState } from 'react';
import { Alert } from '../ui/alert';
import { money } from '../ui/money';
import { allowed, livePayment, statusOf } from './order-status';
import { PayForm } from './pay-form';
import type { Order } from './types';

/** Where an order's payment stands, and the form to pay it while it can be paid. */
export function OrderPayment({ order }: { order: Order }) {
  // Here and not in the form, which goes while a payment is under way and comes back when it is declined.
  const [card, setCard] = useState('');
  const status = statusOf(order);
  const declined = order.payments.length > 0 && allowed(order).pay && order.payments.at(-1)?.status === 'DECLINED';
  return (
    <section className="card stack" aria-label="Payment">
      <div className="card-head">
        <h2 tabIndex={-1}>Payment</h2>
        <span role="status" aria-label="Status of the order" className={`badge ${status.look}`}>{status.word}</span>
      </div>
      <p className="total"><span>{order.status === 'PLACED' ? 'To pay' : 'Total'}</span> <strong>{money(order.total)}</strong></p>
      <Standing order={order} />
      {/* Kept in its place also while it shows nothing: what it has to tell outlives the fields. */}
      <PayForm order={order} card={card} onCard={setCard} declined={declined} />
    </section>
  );
}

function Standing({ order }: { order: Order }) {
  const payment = livePayment(order);
  if (order.status === 'CANCELLED') return <p className="soft">This order is cancelled. What was reserved for it is back on sale.</p>;
  if (order.status === 'REFUNDED') return <Alert look="info">All of it was refunded.</Alert>;
  if (order.status === 'PAID') return <Alert look="good">Paid. Thank you.</Alert>;
  if (payment?.status === 'PENDING') return <Alert look="info">The payment provider has not answered yet. It goes on by itself, and what comes of it is shown here; there is nothing to pay again.</Alert>;
  if (order.status === 'AUTHORIZED') return <Alert look="info">Your card has agreed; the money is not taken yet.</Alert>;
  return null;
}
