import { Link, useLocation, useSearch } from 'wouter';
import { PageHead } from '../ui/page-head';
import { Reading } from '../ui/reading';
import { BasketList } from './basket-list';
import { OrderLines } from './order-lines';
import { OrderPayment } from './order-payment';
import { nameOf } from './order-status';
import { PlaceOrder } from './place-order';
import { useBasket, useOrder } from './use-shop';
import { VanishedReservations } from './vanished-reservations';

/** First what is reserved, then, once it is ordered, its payment; the address says which order, so that a reload goes on with it. */
export function CheckoutPage() {
  const orderId = new URLSearchParams(useSearch()).get('order');
  return (
    <>
      <PageHead title="Checkout" />
      {orderId === null ? <BasketStep /> : <PaymentStep key={orderId} id={orderId} />}
    </>
  );
}

function BasketStep() {
  const [, goTo] = useLocation();
  const { query, reservations } = useBasket();
  return (
    <div className="stack narrow">
      <VanishedReservations />
      <Reading query={query} looking="Looking for what you have reserved…" />
      {query.data && reservations.length === 0 && <p className="empty">You have reserved nothing. <Link href="/shop">Go to the products</Link></p>}
      {reservations.length > 0 && <BasketList reservations={reservations} />}
      {/* Also when the basket is empty: it may be so because of an order whose answer was lost. */}
      <PlaceOrder reservations={reservations} onPlaced={({ id }) => goTo(`/shop/checkout?order=${id}`)} />
    </div>
  );
}

function PaymentStep({ id }: { id: string }) {
  const { order, query } = useOrder(id);
  return (
    <div className="stack narrow">
      <Reading query={query} looking="Looking for your order…" />
      {order && (
        <>
          <OrderPayment order={order} />
          <OrderLines order={order} />
          <p><Link href={`/shop/orders/${id}`}>Go to {nameOf({ id })}</Link></p>
        </>
      )}
    </div>
  );
}
