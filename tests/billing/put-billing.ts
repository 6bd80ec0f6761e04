import { offending, type Row, type Stores } from '../../fixtures/index.js';
import { atOnce } from './billing.invariants.js';

/**
 * The ground of an exploration, put back past the application before each schedule: events, slots, vendors and plans as they were offered, everybody on the plan they
 * began with, and nothing sold, booked, charged or invoiced.
 */
export class PutBilling {
  readonly #stores: Stores;
  readonly #tenantId: string;

  constructor(stores: Stores, tenantId: string) {
    this.#stores = stores;
    this.#tenantId = tenantId;
  }

  /** Nothing has happened yet. */
  async clear(): Promise<void> {
    const { postgres } = this.#stores;
    await postgres.rows(`
      with entries as (delete from ledger_entries where tenant_id = $1), transfers as (delete from ledger_transfers where tenant_id = $1), accounts as (update ledger_accounts set balance = 0 where tenant_id = $1),
        charges as (delete from billing_charges where tenant_id = $1), tickets as (delete from billing_tickets where tenant_id = $1), bookings as (delete from billing_bookings where tenant_id = $1),
        statements as (delete from billing_statements where tenant_id = $1), tasks as (delete from billing_tasks where tenant_id = $1), lines as (delete from billing_invoice_lines where tenant_id = $1),
        invoices as (delete from billing_invoices where tenant_id = $1), events as (update billing_events set available = total, revision = 1 where tenant_id = $1),
        slots as (update billing_slots set booked = 0, version = 1 where tenant_id = $1), vendors as (update billing_vendors set last_invoice = 0 where tenant_id = $1),
        keys as (delete from idempotency_keys where tenant_id = $1), fences as (delete from tenant_fences where tenant_id = $1), messages as (delete from outbox),
        features as (delete from billing_plan_features where tenant_id = $1), changes as (delete from billing_subscription_changes where tenant_id = $1 and number > 1)
      update billing_customers set changes = 1 where tenant_id = $1`, [this.#tenantId]);
    await postgres.rows('delete from billing_subscriptions s where tenant_id = $1 and not exists (select from billing_subscription_changes h where h.subscription_id = s.id)', [this.#tenantId]);
    await postgres.rows(`
      with plans as (update billing_plans set version = 1, price = case name when 'Free' then 0 when 'Basic' then 9 else 29 end where tenant_id = $1)
      update billing_subscriptions s set status = 'ACTIVE', cancelled_at = null, version = 1, plan_id = p.id from billing_plans p where s.tenant_id = $1 and p.tenant_id = $1 and p.preset`, [this.#tenantId]);
  }

  /** These users have a place. */
  async book(slotId: string, ...userIds: string[]): Promise<void> {
    await this.#stores.postgres.rows(`
      with slot as (update billing_slots set booked = $4 where id = $2)
      insert into billing_bookings (tenant_id, slot_id, user_id) select $1::uuid, $2::uuid, unnest($3::uuid[])`, [this.#tenantId, slotId, userIds, userIds.length]);
  }

  /** The vendor has invoiced the customer once; the document is still to be written. */
  async invoiced({ id, vendorId, customerId, period }: { id: string; vendorId: string; customerId: string; period: string }): Promise<void> {
    await this.#stores.postgres.rows(`
      with vendor as (update billing_vendors set last_invoice = 1 where id = $2 returning user_id),
        invoice as (insert into billing_invoices (tenant_id, id, vendor_id, user_id, period, number, total) values ($1, $5, $2, $3, $4, 1, 10)),
        line as (insert into billing_invoice_lines (tenant_id, invoice_id, line, text, amount) values ($1, $5, 1, 'Membership', 10))
      insert into billing_tasks (tenant_id, kind, subject, message_id, requested_by) select $1, 'document', $5, gen_random_uuid(), user_id from vendor`, [this.#tenantId, vendorId, customerId, period, id]);
  }

  /** The customer has cancelled the subscription they began with. */
  async unsubscribed(userId: string): Promise<void> {
    await this.#stores.postgres.rows(`
      with customer as (update billing_customers set changes = 2 where user_id = $2),
        subscription as (update billing_subscriptions set status = 'CANCELLED', cancelled_at = now(), version = 2 where user_id = $2 returning id, plan_id)
      insert into billing_subscription_changes (tenant_id, user_id, number, subscription_id, kind, from_plan, from_price, to_price) select $1, $2, 2, id, 'cancel', plan_id, 0, 0 from subscription`, [this.#tenantId, userId]);
  }

  /** Rows that break an invariant, each with its name: what an exploration's `then` returns. */
  async offending(): Promise<Row[]> { return await offending(this.#stores, atOnce(this.#tenantId)); }
}
