import { cents, money } from '../ui/money';
import { paymentWords } from './order-status';
import type { Payment } from './types';

/** Every attempt to pay, and what has come back. */
export function PaymentList({ payments }: { payments: readonly Payment[] }) {
  return (
    <section className="card stack" aria-label="Payments">
      <h2>Payments</h2>
      <ul role="list" className="stack" aria-label="Payments">
        {payments.map((payment, n) => (
          <li key={payment.id} className="payment" aria-label={`Payment ${n + 1}`}>
            <p><strong className="digits">{money(payment.amount)}</strong> <span className="soft">{paymentWords[payment.status]}</span></p>
            {cents(payment.refunded) > 0n && <p>{money(payment.refunded)} of {money(payment.captured)} refunded.</p>}
            {cents(payment.refunding) > 0n && <p>{money(payment.refunding)} is being refunded.</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
