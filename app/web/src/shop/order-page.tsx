import { Link } from 'wouter';
import { isApiError } from '../platform/errors';
import { Alert } from '../ui/alert';
import { moment } from '../ui/format';
import { PageHead } from '../ui/page-head';
import { Reading } from '../ui/reading';
import { CancelOrder } from './cancel-order';
import { OrderLines } from './order-lines';
import { OrderPayment } from './order-payment';
import { nameOf } from './order-status';
import { PaymentList } from './payment-list';
import { useOrder } from './use-shop';

export function OrderPage({ id }: { id: string }) {
  const { order, query } = useOrder(id);
  return (
    <>
      <PageHead title={nameOf({ id })} />
      <div className="stack narrow">
        {!order && isApiError(query.error, 'not_found')
          ? <Alert look="warn">There is no such order. <Link href="/shop/orders">Back to your orders</Link></Alert>
          : <Reading query={query} looking="Looking for the order…" />}
        {order && (
          <>
            <p className="soft">Placed on <time dateTime={order.createdAt}>{moment(order.createdAt)}</time></p>
            <OrderPayment order={order} />
            <OrderLines order={order} />
            {order.payments.length > 0 && <PaymentList payments={order.payments} />}
            <CancelOrder order={order} />
          </>
        )}
      </div>
    </>
  );
}
