import type { Order, OrderStatus, Payment } from './types';

type Look = 'good' | 'bad' | 'warn' | 'info' | 'plain';

const statuses: Record<OrderStatus, { word: string; look: Look }> = {
  PLACED: { word: 'Placed', look: 'warn' },
  AUTHORIZED: { word: 'Authorized', look: 'info' },
  PAID: { word: 'Paid', look: 'good' },
  REFUNDED: { word: 'Refunded', look: 'plain' },
  CANCELLED: { word: 'Cancelled', look: 'plain' },
};

export const statusOf = ({ status }: Order) => statuses[status];

/** Orders have no number; the beginning of their id tells one's own apart. */
export const nameOf = ({ id }: Pick<Order, 'id'>) => `Order ${id.slice(0, 8)}`;

/** The one that is neither declined nor voided: there is one at most. */
export const livePayment = ({ payments }: Order): Payment | undefined => payments.find(({ status }) => status !== 'DECLINED' && status !== 'VOIDED');

export const paymentWords: Record<Payment['status'], string> = {
  PENDING: 'Waiting for the payment provider',
  AUTHORIZED: 'Authorized',
  CAPTURED: 'Paid',
  REFUNDED: 'Refunded',
  DECLINED: 'Declined',
  VOIDED: 'Voided',
};

/** What may be asked for now. Only a courtesy: Bazaar decides. */
export function allowed(order: Order) {
  const payment = livePayment(order);
  const underWay = payment?.operations.some(({ status }) => status === 'PENDING') ?? false;
  return {
    pay: order.status === 'PLACED' && !payment,
    cancel: (order.status === 'PLACED' && !payment) || (order.status === 'AUTHORIZED' && !underWay),
    capture: order.status === 'AUTHORIZED' && !underWay,
    refund: payment?.status === 'CAPTURED',
  };
}
