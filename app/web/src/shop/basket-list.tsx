import { useId } from 'react';
import { hereAt } from '../platform/clock';
import { Button } from '../ui/button';
import { number } from '../ui/format';
import { handOver } from '../ui/hand-over';
import { cents, fromCents, money } from '../ui/money';
import { useSecondsUntil } from '../ui/use-seconds-until';
import { requests } from './requests';
import type { Product, Reservation } from './types';
import { useProducts, useShop, useStale } from './use-shop';

export function BasketList({ reservations }: { reservations: readonly Reservation[] }) {
  const { data: products } = useProducts();
  return (
    <ul role="list" className="stack" aria-label="Reservations">
      {reservations.map((reservation) => <Item key={reservation.id} reservation={reservation} product={products?.find(({ id }) => id === reservation.productId)} />)}
    </ul>
  );
}

function Item({ reservation, product }: { reservation: Reservation; product: Product | undefined }) {
  const shop = useShop();
  const stale = useStale();
  const titleId = useId();
  const name = product?.name ?? 'A product';
  const { id, quantity } = reservation;
  const release = async () => {
    shop.notices.withdraw(`release ${id}`);
    try {
      // Gone at once: a reservation that cannot be released comes back, and a notice says why.
      await shop.basket.takeOut([id], { atOnce: true }, () => requests.release(id));
    } catch (error) {
      shop.notices.refused(`release ${id}`, ['Your reservation of “', name, '” was not released.'], error);
    } finally {
      stale('reservations', 'products');
    }
  };
  return (
    <li ref={handOver} className="card basket-item" aria-labelledby={titleId}>
      <h2 id={titleId} className="typed" dir="auto">{name}</h2>
      <p>
        {number(quantity)}{product && <> × {money(product.price)} = <strong>{money(fromCents(cents(product.price) * BigInt(quantity)))}</strong></>}
      </p>
      <TimeLeft name={name} until={reservation.expiresAt} />
      <Button compact onClick={() => void release()}>Release</Button>
    </li>
  );
}

function TimeLeft({ name, until }: { name: string; until: string | null }) {
  const seconds = useSecondsUntil(until === null ? undefined : hereAt(until));
  if (until === null) return null;
  const words = seconds > 0 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left` : 'Expired';
  return <span role="timer" aria-label={`Time left for ${name}`} className={`badge ${seconds === 0 ? 'bad' : seconds < 60 ? 'warn' : 'plain'}`}>{words}</span>;
}
