import { Link } from 'wouter';
import { Button } from '../ui/button';
import { moment } from '../ui/format';
import { handOver } from '../ui/hand-over';
import { money } from '../ui/money';
import { PageHead } from '../ui/page-head';
import { Reading } from '../ui/reading';
import { nameOf, statusOf } from './order-status';
import type { Order } from './types';
import { useOrders } from './use-orders';

export function OrdersPage() {
  const { orders, query } = useOrders({ all: false });
  return (
    <>
      <PageHead title="Orders" />
      <div className="stack narrow">
        <Reading query={query} looking="Looking for your orders…" />
        {orders?.length === 0 && <p className="empty">You have ordered nothing yet. <Link href="/shop">Go to the products</Link></p>}
        {orders && orders.length > 0 && <ul role="list" className="stack" aria-label="Your orders">{orders.map((order) => <Line key={order.id} order={order} />)}</ul>}
        {query.hasNextPage && <div className="more" ref={handOver}><Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>Load more</Button></div>}
      </div>
    </>
  );
}

function Line({ order }: { order: Order }) {
  const name = nameOf(order);
  const status = statusOf(order);
  return (
    <li className="card linked order" aria-label={name}>
      <Link href={`/shop/orders/${order.id}`} className="whole-card">{name}</Link>
      <span role="status" aria-label={`Status of ${name}`} className={`badge ${status.look}`}>{status.word}</span>
      <span className="small soft"><time dateTime={order.createdAt}>{moment(order.createdAt)}</time></span>
      <span className="price">{money(order.total)}</span>
    </li>
  );
}
