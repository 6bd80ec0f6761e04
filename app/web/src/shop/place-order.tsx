import { useState } from 'react';
import { hereAt } from '../platform/clock';
import { isApiError, mayHaveArrived } from '../platform/errors';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { CreationAlert } from '../ui/creation-alert';
import { handOver } from '../ui/hand-over';
import { cents, fromCents, money, sum } from '../ui/money';
import { useCreation } from '../ui/use-creation';
import { forget, requests } from './requests';
import type { Order, Reservation } from './types';
import { useProducts, useShop, useStale } from './use-shop';

/** Orders everything that is reserved and has not expired. */
export function PlaceOrder({ reservations, onPlaced }: { reservations: readonly Reservation[]; onPlaced: (order: Order) => void }) {
  const shop = useShop();
  const stale = useStale();
  const { data: products } = useProducts();
  const { run, pending, error, dismiss } = useCreation(forget.placing);
  // Whether these are ordered is not known: they are asked for again as they were, also when they have left the basket meanwhile.
  const [unanswered, setUnanswered] = useState<readonly string[]>();
  const place = () => run('place', async () => {
    const now = Date.now();
    const due = reservations.filter(({ expiresAt }) => expiresAt !== null && hereAt(expiresAt) <= now);
    const ids = unanswered ?? (due.length < reservations.length ? reservations.filter((one) => !due.includes(one)) : reservations).map(({ id }) => id);
    try {
      setUnanswered(undefined);
      await shop.basket.takeOut(ids, { atOnce: false }, async () => {
        const { order } = await requests.placeOrder([...ids]);
        shop.takeOrders(order);
        // What was said of them when they were reservations is past.
        for (const id of ids) shop.notices.withdraw(`release ${id}`);
        onPlaced(order);
      });
    } catch (reason) {
      if (mayHaveArrived(reason)) setUnanswered(ids);
      throw reason;
    } finally {
      stale('reservations', 'orders', 'products');
    }
  });
  const startAnew = () => {
    setUnanswered(undefined);
    dismiss();
  };
  const prices = new Map(products?.map(({ id, price }) => [id, price]));
  const total = sum(reservations.map(({ productId, quantity }) => cents(prices.get(productId) ?? '0.00') * BigInt(quantity)));
  if (reservations.length === 0 && pending === undefined && error === undefined) return null;
  return (
    <section ref={handOver} className="card stack" aria-label="Order">
      {reservations.length > 0 && <p className="total"><span>Together</span> <strong>{money(fromCents(total))}</strong></p>}
      {isApiError(error, 'reservation_expired')
        ? <Alert look="warn" onDismiss={startAnew}>A reservation has expired, so nothing was ordered. What is left is shown; place the order again, or reserve anew.</Alert>
        : isApiError(error, 'wrong_state')
          ? <Alert look="warn" onDismiss={startAnew}>A reservation was ordered or released meanwhile, in another tab or on another device. Nothing was ordered from here.</Alert>
          : <CreationAlert error={error} what="Nothing was ordered." unsure="your order may be placed, or not. Press Place order again: it will not be placed twice." onDismiss={startAnew} />}
      {(reservations.length > 0 || unanswered) && <div><Button look="main" pending={pending !== undefined} onClick={place}>Place order</Button></div>}
    </section>
  );
}
