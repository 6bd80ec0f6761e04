import { about, noRows, type Invariant, type Quiet } from '../../fixtures/index.js';
import { documents, ledger, tasks, TASKS } from './billing-effects.invariants.js';

/** What must be at rest before the stores can judge a tenant's billing. */
export function quiet(tenantId: string): Quiet[] {
  return [
    noRows('every task to be announced', `select id, payload->>'taskId' as task from outbox where exchange = '${TASKS.exchange}' and payload->>'tenantId' = $1 and published_at is null`, [tenantId]),
    noRows('every task to be over', `select id, kind, status, attempt, worker from billing_tasks where tenant_id = $1 and status in ('PENDING', 'RUNNING')`, [tenantId]),
  ];
}

/** What is true of a tenant's billing once it is at rest, whatever its users did, in whatever order. */
export function billingInvariants(tenantId: string): Invariant[] {
  return [...atOnce(tenantId), ...tasks(tenantId), documents(tenantId)];
}

/** What is true of it in every moment, also before any worker has done anything: what an exploration is judged by. */
export function atOnce(tenantId: string): Invariant[] {
  return [...keys(tenantId), ...plans(tenantId), ...subscriptions(tenantId), ...sales(tenantId), ...invoices(tenantId), ...ledger(tenantId)];
}

/** Each kind of thing that a kept answer can name, and where it must then be. */
const NAMED = ['plan', 'subscription', 'vendor', 'slot', 'event', 'invoice', 'task'] as const;

/** Keys tell what was told: no request is still under way, and what an answer names is there. */
export function keys(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('no request is still under way', `select key, user_id, lease_until, progress from idempotency_keys where tenant_id = $1 and state = 'IN_PROGRESS'`),
    ...NAMED.map((kind) => rows(`the ${kind} that a kept answer names is there`, `
      select k.key, k.body::jsonb->'${kind}'->>'id' as ${kind} from idempotency_keys k where k.tenant_id = $1 and k.state = 'DONE' and k.body::jsonb ? '${kind}'
        and not exists (select from billing_${kind}s x where x.tenant_id = k.tenant_id and x.id::text = k.body::jsonb->'${kind}'->>'id')`)),
    rows('the tickets that a kept answer names are its user\'s, and nobody was told of others', `
      with told as (select k.user_id, (t->>'eventId')::uuid as event_id, (t->>'number')::int as number from idempotency_keys k, jsonb_array_elements(k.body::jsonb->'tickets') t
        where k.tenant_id = $1 and k.state = 'DONE' and k.body::jsonb ? 'tickets')
      select coalesce(t.event_id, s.event_id) as event, coalesce(t.number, s.number) as number, t.user_id as told_to, s.user_id as belongs_to
        from told t full join (select * from billing_tickets where tenant_id = $1) s using (event_id, number) where t.user_id is distinct from s.user_id`),
  ];
}

/** A plan and its features are of one version. */
export function plans(tenantId: string): Invariant[] {
  return [about(tenantId)('all features of a plan are of its version', `
    select p.name, p.version, f.position, f.plan_version from billing_plans p join billing_plan_features f on f.tenant_id = p.tenant_id and f.plan_id = p.id where p.tenant_id = $1 and f.plan_version <> p.version`)];
}

/** What a customer has is what their changes say, and they paid for it once. */
export function subscriptions(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('every user is a customer, from the first change on', `
      select u.id, u.name, (select count(*)::int from billing_customers c where c.user_id = u.id) as customers, (select kind from billing_subscription_changes h where h.user_id = u.id and h.number = 1) as first
        from users u where u.tenant_id = $1 and not exists (select from billing_customers c join billing_subscription_changes h on h.user_id = c.user_id and h.number = 1 and h.kind = 'start' where c.user_id = u.id)`),
    rows('a customer has one active subscription at most', `select user_id, count(*)::int as active, array_agg(id) as ids from billing_subscriptions where tenant_id = $1 and status = 'ACTIVE' group by user_id having count(*) > 1`),
    rows('a customer\'s changes are numbered 1, 2, 3 … without a gap', `
      select c.user_id, c.changes, count(h.*)::int as found, min(h.number) as first, max(h.number) as last from billing_customers c left join billing_subscription_changes h on h.tenant_id = c.tenant_id and h.user_id = c.user_id
        where c.tenant_id = $1 group by c.tenant_id, c.user_id having count(h.*) <> c.changes or coalesce(max(h.number), 0) <> c.changes or coalesce(min(h.number), 1) <> 1`),
    rows('each change goes on from where the one before ended', `
      select * from (select user_id, number, kind, from_plan, to_plan, lag(to_plan) over (partition by user_id order by number) as before from billing_subscription_changes where tenant_id = $1) h
        where from_plan is distinct from before or (kind = 'start') <> (before is null)`),
    rows('the active subscription is what the last change made', `
      select h.user_id, h.number, h.to_plan, s.plan_id, s.version from (select distinct on (user_id) * from billing_subscription_changes where tenant_id = $1 order by user_id, number desc) h
        left join billing_subscriptions s on s.tenant_id = h.tenant_id and s.user_id = h.user_id and s.status = 'ACTIVE'
        where s.plan_id is distinct from h.to_plan or (s.id is not null and (s.version <> h.number or s.id <> h.subscription_id))`),
    rows('every change that costs something was charged once, for what it costs, and nothing else was', `
      select coalesce(h.user_id, c.user_id) as user_id, h.number, h.charged, c.amount, c.change_number from (select * from billing_subscription_changes where tenant_id = $1 and charged > 0) h
        full join (select * from billing_charges where tenant_id = $1 and kind = 'subscription') c on c.user_id = h.user_id and c.change_number = h.number where h.charged is distinct from c.amount`),
  ];
}

/** What is sold, and booked, is what is counted. */
export function sales(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('available is the total less the tickets, which are numbered 1, 2, 3 … without a gap', `
      select e.id as event, e.total, e.available, count(t.*)::int as tickets, min(t.number) as first, max(t.number) as last from billing_events e left join billing_tickets t on t.tenant_id = e.tenant_id and t.event_id = e.id
        where e.tenant_id = $1 group by e.tenant_id, e.id having e.available <> e.total - count(t.*) or e.available < 0 or coalesce(max(t.number), 0) <> count(t.*) or coalesce(min(t.number), 1) <> 1`),
    rows('a purchase is of one user for one event, and was charged once, for what its tickets cost', `
      select coalesce(t.purchase_id, c.purchase_id) as purchase, t.users, t.events, t.cost, c.amount, c.user_id from
        (select purchase_id, count(distinct user_id) as users, min(user_id::text) as buyer, count(distinct event_id) as events, sum(price) as cost from billing_tickets where tenant_id = $1 group by purchase_id) t
        full join (select * from billing_charges where tenant_id = $1 and kind = 'tickets') c using (purchase_id)
        where t.users <> 1 or t.events <> 1 or (coalesce(t.cost, 0) > 0 or c.id is not null) and (t.cost is distinct from c.amount or t.buyer is distinct from c.user_id::text)`),
    rows('booked is the number of bookings, and no more than the capacity', `
      select s.id as slot, s.capacity, s.booked, count(b.*)::int as bookings from billing_slots s left join billing_bookings b on b.tenant_id = s.tenant_id and b.slot_id = s.id
        where s.tenant_id = $1 group by s.tenant_id, s.id having s.booked <> count(b.*) or count(b.*) > s.capacity`),
  ];
}

/** A vendor's invoices have no gap, and no customer was invoiced twice. */
export function invoices(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('a vendor\'s invoices are numbered 1, 2, 3 … without a gap, up to the last number that was given', `
      select v.id as vendor, v.last_invoice, count(i.*)::int as invoices, count(distinct i.number)::int as numbers, max(i.number) as last from billing_vendors v left join billing_invoices i on i.tenant_id = v.tenant_id and i.vendor_id = v.id
        where v.tenant_id = $1 group by v.tenant_id, v.id having count(i.*) <> v.last_invoice or count(distinct i.number) <> v.last_invoice or coalesce(max(i.number), 0) <> v.last_invoice`),
    rows('a customer was invoiced once for a month', `
      select vendor_id, user_id, period, array_agg(number order by number) as numbers from billing_invoices where tenant_id = $1 and status = 'ISSUED' group by vendor_id, user_id, period having count(*) > 1`),
    rows('the total of an invoice is the sum of its lines', `
      select i.id as invoice, i.total, sum(l.amount) as lines from billing_invoices i left join billing_invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
        where i.tenant_id = $1 group by i.tenant_id, i.id having i.total is distinct from sum(l.amount)`),
    rows('every invoice has one task that makes its document', `
      select i.id as invoice, i.number, count(t.*)::int as tasks from billing_invoices i left join billing_tasks t on t.tenant_id = i.tenant_id and t.subject = i.id and t.kind = 'document'
        where i.tenant_id = $1 group by i.tenant_id, i.id having count(t.*) <> 1`),
  ];
}
