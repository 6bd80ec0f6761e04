import { Link } from 'wouter';
import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { moment } from '../ui/format';
import { handOver } from '../ui/hand-over';
import { cents, money } from '../ui/money';
import { Reading } from '../ui/reading';
import { useAction } from '../ui/use-action';
import { allowed, livePayment, nameOf, statusOf } from './order-status';
import { RefundForm } from './refund-form';
import { requests } from './requests';
import type { Order, Payment } from './types';
import { useOrders } from './use-orders';
import { useRights, useShop, useStale } from './use-shop';

export function StaffOrders() {
  const { orders, query } = useOrders({ all: true });
  return (
    <section className="stack" aria-labelledby="staff-orders">
      <h2 id="staff-orders" tabIndex={-1}>Everybody’s orders</h2>
      <Reading query={query} looking="Looking for orders…" />
      {orders?.length === 0 && <p className="empty">Nobody has ordered anything yet.</p>}
      {orders && orders.length > 0 && <ul role="list" className="stack" aria-label="All orders">{orders.map((order) => <Item key={order.id} order={order} />)}</ul>}
      {query.hasNextPage && <div className="more" ref={handOver}><Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>Load more</Button></div>}
    </section>
  );
}

function Item({ order }: { order: Order }) {
  const name = nameOf(order);
  const status = statusOf(order);
  const payment = livePayment(order);
  const can = allowed(order);
  return (
    <li className="card stack" aria-label={name}>
      <div className="card-head">
        <h3 tabIndex={-1}><Link href={`/shop/orders/${order.id}`}>{name}</Link></h3>
        <span role="status" aria-label={`Status of ${name}`} className={`badge ${status.look}`}>{status.word}</span>
      </div>
      <p className="soft small"><time dateTime={order.createdAt}>{moment(order.createdAt)}</time> · {money(order.total)}{payment && cents(payment.refunded) > 0n && <> · {money(payment.refunded)} refunded</>}</p>
      {payment && can.capture && <Capture payment={payment} name={name} />}
      {payment && can.refund && <RefundForm payment={payment} name={name} />}
    </li>
  );
}

function Capture({ payment, name }: { payment: Payment; name: string }) {
  const shop = useShop();
  const stale = useStale();
  const { orLookAgain } = useRights();
  const { run, pending, error, forget } = useAction();
  const capture = () => run('capture', async () => {
    try {
      shop.takeOrders((await requests.capture(payment.id).catch(orLookAgain)).order);
    } finally {
      stale('orders');
    }
  });
  return (
    <div className="stack" ref={handOver}>
      <ErrorAlert error={error} what="It was not captured." onDismiss={forget} />
      <div><Button compact look="main" aria-label={`Capture ${name}`} pending={pending !== undefined} onClick={capture}>Capture</Button></div>
    </div>
  );
}
