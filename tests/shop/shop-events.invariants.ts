import { about, invariant, type Invariant } from '../../fixtures/index.js';

/** The status that an order has after an event; a refund leaves it paid until all is refunded. */
const AFTER = `case type when 'order.placed' then array['PLACED'] when 'order.authorized' then array['AUTHORIZED'] when 'order.paid' then array['PAID'] when 'order.cancelled' then array['CANCELLED'] else array['PAID', 'REFUNDED'] end`;

const SENT = `select payload->>'orderId' as order_id, (payload->>'number')::int as number, payload->>'type' as type, (payload->>'amount')::numeric as amount, payload->>'userId' as user_id, id as message_id
  from outbox where exchange = 'shop' and payload->>'tenantId' = $1::text`;

/** What happened to each order was told once, numbered without a gap, and applied in that order; and the totals are the sum of it. Of a shop at rest. */
export function events(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('the events of an order are numbered 1, 2, 3 … without a gap', `
      select o.id as "order", o.events, array_agg(e.number order by e.number) as sent from shop_orders o left join (${SENT}) e on e.order_id = o.id::text where o.tenant_id = $1::uuid
        group by o.tenant_id, o.id having array_agg(e.number order by e.number) is distinct from array(select generate_series(1, o.events))`),
    rows('the last event of an order tells its status', `
      select o.id as "order", o.status, e.type from shop_orders o join (${SENT}) e on e.order_id = o.id::text and e.number = o.events where o.tenant_id = $1::uuid and not o.status = any(${AFTER})`),
    rows('an event is about an order, and names its user', `
      select e.order_id as "order", e.number, e.type from (${SENT}) e left join shop_orders o on o.id::text = e.order_id and o.tenant_id = $1::uuid where o.user_id::text is distinct from e.user_id`),
    rows('every event that was sent was applied, as it was sent, and no other', `
      select coalesce(e.order_id, a.order_id::text) as "order", coalesce(e.number, a.number) as number, e.type, a.type as applied, a.applied_as
        from (${SENT}) e full join (select * from shop_order_events where tenant_id = $1::uuid) a
        on (a.order_id::text, a.number, a.type, a.amount, a.message_id) = (e.order_id, e.number, e.type, e.amount, e.message_id) where e.number is null or a.applied_as is null`),
    rows('the events of an order were applied in their order', `
      select * from (select order_id as "order", number, applied_as, lag(applied_as) over (partition by order_id order by number) as before from shop_order_events where tenant_id = $1) x where before >= applied_as`),
    rows('what a customer\'s orders came to is the sum of their events', `
      select coalesce(t.user_id, s.user_id) as customer, t.placed, t.paid, t.cancelled, t.spent, t.refunded, s.placed as placed_events, s.paid as paid_events, s.cancelled as cancelled_events, s.spent as spent_events, s.refunded as refunded_events
        from (select * from shop_customer_totals where tenant_id = $1) t full join (
          select o.user_id, count(*) filter (where e.type = 'order.placed') as placed, count(*) filter (where e.type = 'order.paid') as paid, count(*) filter (where e.type = 'order.cancelled') as cancelled,
            coalesce(sum(e.amount) filter (where e.type = 'order.paid'), 0) as spent, coalesce(sum(e.amount) filter (where e.type = 'order.refunded'), 0) as refunded
          from shop_order_events e join shop_orders o on (o.tenant_id, o.id) = (e.tenant_id, e.order_id) where e.tenant_id = $1 and e.applied_as is not null group by o.user_id) s
        on (s.user_id, s.placed, s.paid, s.cancelled, s.spent, s.refunded) = (t.user_id, t.placed, t.paid, t.cancelled, t.spent, t.refunded) where s.user_id is null or t.user_id is null`),
    rows('what a customer spent and got back is what their payments hold', `
      select * from (select o.user_id as customer, coalesce(t.spent, 0) as spent, coalesce(t.refunded, 0) as refunded, coalesce(sum(p.captured), 0) as captured, coalesce(sum(p.refunded), 0) as given_back
        from shop_orders o left join shop_payments p on (p.tenant_id, p.order_id) = (o.tenant_id, o.id) left join shop_customer_totals t on (t.tenant_id, t.user_id) = (o.tenant_id, o.user_id)
        where o.tenant_id = $1 group by o.user_id, t.spent, t.refunded) x where spent <> captured or refunded <> given_back`),
    invariant('no order event ended among the dead letters', async ({ rabbitmq }) => {
      if (await rabbitmq.ready('shop.orders.dead') === 0) return [];
      return (await rabbitmq.peek('shop.orders.dead')).map(({ body }) => JSON.parse(body) as { tenantId: string }).filter((message) => message.tenantId === tenantId);
    }),
  ];
}
