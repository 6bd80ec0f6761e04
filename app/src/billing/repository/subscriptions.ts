import type { Queryable } from '../../platform/postgres.js';
import type { Change, Subscription } from '../schema.js';

const SUBSCRIPTION = 'id, plan_id as "planId", status, version, started_at as "startedAt"';
const CHANGE = `number, kind, from_plan as "fromPlan", to_plan as "toPlan", from_price::text as "fromPrice", to_price::text as "toPrice", charged::text as charged, at`;

export async function findActive(tx: Queryable, userId: string): Promise<Subscription | undefined> {
  const { rows } = await tx.query<Subscription>(`select ${SUBSCRIPTION} from billing_subscriptions where user_id = $1 and status = 'ACTIVE'`, [userId]);
  return rows[0];
}

/** Under the lock on the customer: the number of the change that is being made, which is the new version of the subscription too. Rolled back, it is free again: there are no gaps. */
export async function nextChange(tx: Queryable, userId: string): Promise<number> {
  const { rows } = await tx.query<{ changes: number }>('update billing_customers set changes = changes + 1 where user_id = $1 returning changes', [userId]);
  return rows[0]!.changes;
}

export async function insertSubscription(tx: Queryable, tenantId: string, userId: string, planId: string, version: number): Promise<Subscription> {
  const { rows } = await tx.query<Subscription>(
    `insert into billing_subscriptions (tenant_id, user_id, plan_id, version) values ($1, $2, $3, $4) returning ${SUBSCRIPTION}`,
    [tenantId, userId, planId, version],
  );
  return rows[0]!;
}

export async function movePlan(tx: Queryable, id: string, planId: string, version: number): Promise<Subscription> {
  const { rows } = await tx.query<Subscription>(
    `update billing_subscriptions set plan_id = $2, version = $3 where id = $1 and status = 'ACTIVE' returning ${SUBSCRIPTION}`,
    [id, planId, version],
  );
  return rows[0]!;
}

export async function endSubscription(tx: Queryable, id: string, version: number): Promise<Subscription> {
  const { rows } = await tx.query<Subscription>(
    `update billing_subscriptions set status = 'CANCELLED', cancelled_at = clock_timestamp(), version = $2 where id = $1 and status = 'ACTIVE' returning ${SUBSCRIPTION}`,
    [id, version],
  );
  return rows[0]!;
}

export type NewChange = Pick<Change, 'number' | 'kind' | 'fromPlan' | 'toPlan' | 'fromPrice' | 'toPrice'> & { subscriptionId: string };

export async function insertChange(tx: Queryable, tenantId: string, userId: string, change: NewChange): Promise<Change> {
  const { rows } = await tx.query<Change>(
    `insert into billing_subscription_changes (tenant_id, user_id, number, subscription_id, kind, from_plan, to_plan, from_price, to_price)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${CHANGE}`,
    [tenantId, userId, change.number, change.subscriptionId, change.kind, change.fromPlan, change.toPlan, change.fromPrice, change.toPrice],
  );
  return rows[0]!;
}

export async function listChanges(tx: Queryable, userId: string): Promise<Change[]> {
  const { rows } = await tx.query<Change>(`select ${CHANGE} from billing_subscription_changes where user_id = $1 order by number`, [userId]);
  return rows;
}
