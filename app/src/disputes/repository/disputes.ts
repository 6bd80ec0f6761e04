import type { Queryable } from '../../platform/postgres.js';
import type { Change, Dispute } from '../schema.js';

const COLUMNS = 'reference, amount, currency, reason, status, uploaded_by as "uploadedBy"';

/** One page, by reference; the reference after which it starts stays a fixed point however the table grows. */
export async function listDisputes(db: Queryable, tenantId: string, limit: number, after: string): Promise<Dispute[]> {
  const { rows } = await db.query<Dispute>(`select ${COLUMNS} from tbl_disputes where tenant_id = $1 and reference > $2 order by reference limit $3`, [tenantId, after, limit]);
  return rows;
}

export async function findDispute(db: Queryable, tenantId: string, reference: string): Promise<(Dispute & { changes: Change[] }) | undefined> {
  // One statement, so that the dispute and its trail are of one moment.
  const { rows } = await db.query<Dispute & { changes: Change[] }>(
    `select ${COLUMNS}, coalesce((
       select json_agg(json_build_object('jobId', c.job_id, 'oldAmount', c.old_amount::text, 'newAmount', c.new_amount::text,
         'oldStatus', c.old_status, 'newStatus', c.new_status, 'at', c.at) order by c.number)
       from dispute_changes c where c.dispute_id = d.id), '[]') as changes
     from tbl_disputes d where tenant_id = $1 and reference = $2`,
    [tenantId, reference],
  );
  return rows[0];
}

export interface NewDispute {
  reference: string;
  amount: string;
  currency: string;
  reason: string;
}

/**
 * Inserts those whose reference the tenant does not have yet, and says how many. Protected by: unique (tenant_id, reference) + ON CONFLICT, also
 * within the batch, where the first of the file wins. In the order of their references, so that two jobs that wait for each other's
 * uncommitted rows cannot wait in a circle.
 */
export async function insertDisputes(tx: Queryable, tenantId: string, uploadedBy: string, jobId: string, disputes: NewDispute[]): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into tbl_disputes (tenant_id, uploaded_by, job_id, reference, amount, currency, reason)
     select $1, $2, $3, r.reference, r.amount, r.currency, r.reason
     from unnest($4::text[], $5::numeric[], $6::text[], $7::text[]) with ordinality as r (reference, amount, currency, reason, position)
     order by r.reference collate "C", r.position
     on conflict (tenant_id, reference) do nothing`,
    [
      tenantId, uploadedBy, jobId, disputes.map((d) => d.reference), disputes.map((d) => d.amount), disputes.map((d) => d.currency),
      disputes.map((d) => d.reason),
    ],
  );
  return rowCount ?? 0;
}

/** Protected by: adding in the database, to what is there at that moment. Called last in a batch: all jobs of the tenant share this row. */
export async function addToTotal(tx: Queryable, tenantId: string, count: number): Promise<void> {
  await tx.query(
    `insert into dispute_totals (tenant_id, disputes) values ($1, $2)
     on conflict (tenant_id) do update set disputes = dispute_totals.disputes + excluded.disputes`,
    [tenantId, count],
  );
}

export interface LockedDispute {
  id: string;
  reference: string;
  amount: string;
  status: string;
  changes: number;
}

/**
 * Protected by: FOR UPDATE, so that nobody changes a dispute between this reading and our writing; in the order of the references, so
 * that jobs over the same disputes queue up and cannot deadlock.
 */
export async function lockDisputes(tx: Queryable, tenantId: string, references: string[]): Promise<LockedDispute[]> {
  const { rows } = await tx.query<LockedDispute>(
    `select id, reference, amount, status, changes from tbl_disputes
     where tenant_id = $1 and reference = any($2::text[]) order by reference for update`,
    [tenantId, references],
  );
  return rows;
}

export interface NumberedChange {
  disputeId: string;
  number: number;
  oldAmount: string;
  newAmount: string;
  oldStatus: string;
  newStatus: string;
}

export async function writeChanges(tx: Queryable, jobId: string, changes: NumberedChange[], disputes: LockedDispute[]): Promise<void> {
  await tx.query(
    `insert into dispute_changes (job_id, dispute_id, number, old_amount, new_amount, old_status, new_status, at)
     select $1, c.*, clock_timestamp() from unnest($2::bigint[], $3::int[], $4::numeric[], $5::numeric[], $6::text[], $7::text[]) as c`,
    [
      jobId, changes.map((c) => c.disputeId), changes.map((c) => c.number), changes.map((c) => c.oldAmount), changes.map((c) => c.newAmount),
      changes.map((c) => c.oldStatus), changes.map((c) => c.newStatus),
    ],
  );
  await tx.query(
    `update tbl_disputes d set amount = n.amount, status = n.status, changes = n.changes
     from unnest($1::bigint[], $2::numeric[], $3::text[], $4::int[]) as n (id, amount, status, changes) where d.id = n.id`,
    [disputes.map((d) => d.id), disputes.map((d) => d.amount), disputes.map((d) => d.status), disputes.map((d) => d.changes)],
  );
}
