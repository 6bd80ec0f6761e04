import type { Queryable } from '../../platform/postgres.js';
import type { NewPlan, Plan, PlanEdit, PlanList } from '../schema.js';

const PLAN = `p.id, p.name, p.price::text as price, p.preset, p.version, array(
  select f.text from billing_plan_features f where f.tenant_id = p.tenant_id and f.plan_id = p.id order by f.position) as features`;

/** Which plans are the newest, to be compared with the revision of a list that is held. */
export async function readRevision(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<{ revision: string }>('select revision from billing_catalogues');
  return Number(rows[0]!.revision);
}

/** Protected by: one statement, so plans, features and revision are of one snapshot: of a plan that is being changed all is old or all is new. It locks nothing that anybody waits for. */
export async function loadPlans(tx: Queryable): Promise<PlanList> {
  const { rows } = await tx.query<{ revision: string; plans: Plan[] }>(
    `select c.revision, coalesce((select json_agg(p order by p.amount, p.name) from (select ${PLAN}, p.price as amount from billing_plans p) p), '[]') as plans from billing_catalogues c`,
  );
  const { revision, plans } = rows[0]!;
  return { plans: plans.map(({ id, name, price, features, preset, version }) => ({ id, name, price, features, preset, version })), revision: Number(revision) };
}

/** Protected by: the lock on the catalogue, which this takes and holds: changes of plans come one after the other, and each has its own revision. */
export async function raiseRevision(tx: Queryable): Promise<void> {
  await tx.query('update billing_catalogues set revision = revision + 1');
}

export async function insertPlan(tx: Queryable, tenantId: string, { name, price, features }: NewPlan): Promise<Plan> {
  const { rows } = await tx.query<{ id: string }>('insert into billing_plans (tenant_id, name, price) values ($1, $2, $3) returning id', [tenantId, name.trim(), price]);
  const { id } = rows[0]!;
  await insertFeatures(tx, tenantId, id, 1, features);
  return (await findPlan(tx, id))!;
}

export async function findPlan(tx: Queryable, id: string): Promise<Plan | undefined> {
  const { rows } = await tx.query<Plan>(`select ${PLAN} from billing_plans p where p.id = $1`, [id]);
  return rows[0];
}

/** The plan, which nobody subscribes to or changes until the transaction ends. */
export async function lockPlan(tx: Queryable, id: string): Promise<Plan | undefined> {
  const { rowCount } = await tx.query('select 1 from billing_plans where id = $1 for no key update', [id]);
  // Read by a statement of its own: one that has waited for the lock sees the features as they were before it.
  return rowCount === 0 ? undefined : findPlan(tx, id);
}

/** To be called under the lock on the plan. Features carry the plan's version, so also those that stay are written. */
export async function updatePlan(tx: Queryable, tenantId: string, id: string, { name, price, features }: Omit<PlanEdit, 'version'>): Promise<Plan> {
  const { rows } = await tx.query<{ version: number }>(
    'update billing_plans set name = coalesce($2, name), price = coalesce($3, price), version = version + 1 where id = $1 returning version',
    [id, name?.trim(), price],
  );
  const { version } = rows[0]!;
  if (features) {
    await tx.query('delete from billing_plan_features where plan_id = $1', [id]);
    await insertFeatures(tx, tenantId, id, version, features);
  } else {
    await tx.query('update billing_plan_features set plan_version = $2 where plan_id = $1', [id, version]);
  }
  return (await findPlan(tx, id))!;
}

async function insertFeatures(tx: Queryable, tenantId: string, planId: string, version: number, features: string[]): Promise<void> {
  await tx.query(
    `insert into billing_plan_features (tenant_id, plan_id, position, plan_version, text)
     select $1::uuid, $2::uuid, position, $3::integer, text from unnest($4::text[]) with ordinality as features (text, position)`,
    [tenantId, planId, version, features],
  );
}

/**
 * The prices of plans by their ids, which stay what they are until the transaction ends. Protected by: share locks, taken in the order of the ids; who changes a plan waits for those who subscribe
 * to it at this moment, and they do not wait for each other.
 */
export async function holdPrices(tx: Queryable, ids: string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; price: string }>('select id, price::text as price from billing_plans where id = any($1::uuid[]) order by id for share', [ids]);
  return new Map(rows.map(({ id, price }) => [id, price]));
}
