import { about, noRows, queueIsEmpty, type Invariant, type Quiet } from '../../fixtures/index.js';
import { events } from './shop-events.invariants.js';
import { ledger } from './shop-ledger.invariants.js';

/** The queue of what happened to orders, the exchange before it, and where messages go that nobody can handle. */
export const ORDERS = { exchange: 'shop', queue: 'shop.orders', dead: 'shop.orders.dead' } as const;

/** What must be at rest before the stores can judge a tenant's shop. */
export function quiet(tenantId: string): Quiet[] {
  return [
    noRows('every order event to be sent', `select id, payload->>'type' as type from outbox where exchange = '${ORDERS.exchange}' and payload->>'tenantId' = $1::text and published_at is null`, [tenantId]),
    noRows('every payment operation to end', `select id, kind, attempts from shop_payment_operations where tenant_id = $1 and status = 'PENDING'`, [tenantId]),
    noRows('every order event to be applied', `
      select o.id, o.events, coalesce(p.last_number, 0) as applied from shop_orders o left join shop_order_progress p on (p.tenant_id, p.order_id) = (o.tenant_id, o.id)
        where o.tenant_id = $1 and coalesce(p.last_number, 0) < o.events`, [tenantId]),
  ];
}

/** As {@link quiet}, and nothing waits in the queue; only where no other test's orders are in it. */
export const quietAlone = (tenantId: string): Quiet[] => [...quiet(tenantId), queueIsEmpty(ORDERS.queue)];

/** What is true of a tenant's shop once it is at rest, whatever its users did, in whatever order. */
export const shopInvariants = (tenantId: string): Invariant[] => [...stock(tenantId), ...orders(tenantId), ...payments(tenantId), ...ledger(tenantId), ...events(tenantId), ...keys(tenantId)];

/** What is true at any moment between two transactions: no worker is needed for it. */
export const atAnyMoment = (tenantId: string): Invariant[] => [...stock(tenantId), ...orders(tenantId), ...payments(tenantId), ...ledger(tenantId)];

/** What came in is on hand, reserved or sold, and the last two are accounted for by reservations. */
export function stock(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('on hand + reserved + sold is what was received, and none is below zero', `
      select product_id as product, warehouse_id as warehouse, received, on_hand, reserved, sold from shop_stock
        where tenant_id = $1 and (least(on_hand, reserved, sold) < 0 or on_hand + reserved + sold <> received)`),
    rows('what is reserved and sold are the reservations of it', `
      select * from (select s.product_id as product, s.warehouse_id as warehouse, s.reserved, s.sold,
          coalesce(sum(r.quantity) filter (where r.status in ('ACTIVE', 'ORDERED')), 0)::int as held, coalesce(sum(r.quantity) filter (where r.status = 'SOLD'), 0)::int as gone
        from shop_stock s left join shop_reservations r on (r.tenant_id, r.product_id, r.warehouse_id) = (s.tenant_id, s.product_id, s.warehouse_id)
        where s.tenant_id = $1 group by s.tenant_id, s.product_id, s.warehouse_id) x where reserved <> held or sold <> gone`),
  ];
}

/** An order, its lines and its reservations tell the same. */
export function orders(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('the total of an order is the sum of its lines', `
      select o.id as "order", o.total, sum(l.quantity * l.unit_price) as lines from shop_orders o left join shop_order_lines l on (l.tenant_id, l.order_id) = (o.tenant_id, o.id)
        where o.tenant_id = $1 group by o.tenant_id, o.id having o.total is distinct from sum(l.quantity * l.unit_price)`),
    rows('a line is of the same as its reservation, which is of its order and its user', `
      select l.order_id as "order", l.line, r.id as reservation, r.order_id as of_order, r.user_id as reserved_by, o.user_id as ordered_by from shop_order_lines l
        join shop_reservations r on (r.tenant_id, r.id) = (l.tenant_id, l.reservation_id) join shop_orders o on (o.tenant_id, o.id) = (l.tenant_id, l.order_id)
        where l.tenant_id = $1 and ((r.product_id, r.quantity) <> (l.product_id, l.quantity) or r.order_id is distinct from l.order_id or r.user_id <> o.user_id)`),
    rows('a reservation of an order is a line of it', `
      select r.id as reservation, r.order_id as "order", r.status from shop_reservations r where r.tenant_id = $1 and r.order_id is not null
        and not exists (select from shop_order_lines l where (l.tenant_id, l.reservation_id, l.order_id) = (r.tenant_id, r.id, r.order_id))`),
    rows('reservations are ordered, sold or released as their order is', `
      select o.id as "order", o.status, r.id as reservation, r.status as reserved from shop_orders o join shop_reservations r on (r.tenant_id, r.order_id) = (o.tenant_id, o.id)
        where o.tenant_id = $1 and r.status <> case o.status when 'CANCELLED' then 'RELEASED' when 'PAID' then 'SOLD' when 'REFUNDED' then 'SOLD' else 'ORDERED' end`),
  ];
}

/** A payment is the sum of its operations, and its order agrees with it. */
export function payments(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('what was captured, refunded and is being refunded are the operations of it', `
      select * from (select p.id as payment, p.status, p.captured, p.refunded, p.refunding,
          coalesce(sum(x.amount) filter (where x.kind = 'capture' and x.status = 'SUCCEEDED'), 0) as captures,
          coalesce(sum(x.amount) filter (where x.kind = 'refund' and x.status = 'SUCCEEDED'), 0) as refunds,
          coalesce(sum(x.amount) filter (where x.kind = 'refund' and x.status = 'PENDING'), 0) as begun
        from shop_payments p left join shop_payment_operations x on (x.tenant_id, x.payment_id) = (p.tenant_id, p.id) where p.tenant_id = $1 group by p.tenant_id, p.id) y
        where captured <> captures or refunded <> refunds or refunding <> begun`),
    rows('nobody is refunded more than was captured', `
      select id as payment, captured, refunded, refunding from shop_payments where tenant_id = $1 and refunded > captured`),
    rows('an order has one payment that is neither declined nor voided, at most', `
      select order_id as "order", array_agg(status) as payments from shop_payments where tenant_id = $1 and status not in ('DECLINED', 'VOIDED') group by order_id having count(*) > 1`),
    rows('an order is as its payment is', `
      select * from (select o.id as "order", o.status, p.status as payment, coalesce((select true from shop_payment_operations x where x.tenant_id = p.tenant_id and x.payment_id = p.id and x.kind = 'void' and x.status <> 'FAILED'), false) as voiding
        from shop_orders o left join shop_payments p on (p.tenant_id, p.order_id) = (o.tenant_id, o.id) and p.status not in ('DECLINED', 'VOIDED') where o.tenant_id = $1) x
        where case status when 'PLACED' then coalesce(payment, 'PENDING') <> 'PENDING' when 'AUTHORIZED' then payment is distinct from 'AUTHORIZED' or voiding
          when 'PAID' then payment is distinct from 'CAPTURED' when 'REFUNDED' then payment is distinct from 'REFUNDED' else payment is not null and not voiding end`),
  ];
}

/** Nobody's key is left open once all requests are answered, and what a key answers is there. */
export function keys(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('no idempotency key is still in progress, but one that its holder died with or left to the next', `
      select key, state, holder, lease_until from idempotency_keys where tenant_id = $1 and state = 'IN_PROGRESS' and lease_until > clock_timestamp() and progress is null`),
    rows('what a key answers is there', `
      select key, status, left(body::text, 100) as body from idempotency_keys k where tenant_id = $1 and state = 'DONE' and (
        (body::jsonb #>> '{reservation,id}' is not null and not exists (select from shop_reservations r where r.tenant_id = k.tenant_id and r.id::text = body::jsonb #>> '{reservation,id}' and r.user_id = k.user_id))
        or (body::jsonb #>> '{order,id}' is not null and not exists (select from shop_orders o where o.tenant_id = k.tenant_id and o.id::text = body::jsonb #>> '{order,id}')))`),
  ];
}
