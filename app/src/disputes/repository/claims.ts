import type { Queryable } from '../../platform/postgres.js';
import type { Job } from '../schema.js';
import { JOB_COLUMNS, type JobColumns, toJob } from './jobs.js';

/** How many rows of a batch ended how. */
export interface Tally {
  inserted: number;
  duplicates: number;
  updated: number;
  missing: number;
}

/** Another worker has claimed the job since: this one must not write any more. */
export class Superseded extends Error {}

/**
 * Makes the job this worker's. Undefined when it is over (or never was). Protected by: the state in the WHERE of a single UPDATE, against
 * cancelling; and by `attempt`, which every later write of the worker is checked against: of two workers with one job the later claim wins.
 */
export async function claimJob(db: Queryable, id: string, worker: string): Promise<Job | undefined> {
  const { rows } = await db.query<JobColumns>(
    `with j as (
       update dispute_jobs set status = 'PROCESSING', attempt = attempt + 1, worker = $2, version = version + 1,
         started_at = coalesce(started_at, clock_timestamp())
       where id = $1 and status in ('PENDING', 'PROCESSING') returning *)
     select ${JOB_COLUMNS} from j`,
    [id, worker],
  );
  return (rows[0] && toJob(rows[0])) ?? undefined;
}

/** Locks the job for one transaction of the worker that claimed it with this attempt, and says how far the job has come. */
export async function holdClaim(tx: Queryable, { id, attempt }: Pick<Job, 'id' | 'attempt'>): Promise<number> {
  const { rows } = await tx.query<{ processed: number }>(
    `select processed from dispute_jobs where id = $1 and attempt = $2 and status = 'PROCESSING' for update`,
    [id, attempt],
  );
  if (!rows[0]) throw new Superseded('another worker has taken the job over');
  return rows[0].processed;
}

/** Counts a batch, in its transaction: the checkpoint and the rows are committed together or not at all. */
export async function addProgress(tx: Queryable, id: string, { inserted, duplicates, updated, missing }: Tally): Promise<Job> {
  const { rows } = await tx.query<JobColumns>(
    `with j as (
       update dispute_jobs set processed = processed + $2 + $3 + $4 + $5, inserted = inserted + $2, duplicates = duplicates + $3,
         updated = updated + $4, missing = missing + $5, version = version + 1
       where id = $1 returning *)
     select ${JOB_COLUMNS} from j`,
    [id, inserted, duplicates, updated, missing],
  );
  return toJob(rows[0]!)!;
}

export async function finishJob(tx: Queryable, id: string, status: 'COMPLETED' | 'FAILED', error: string | null): Promise<Job> {
  const { rows } = await tx.query<JobColumns>(
    `with j as (
       update dispute_jobs set status = $2, error = $3, finished_at = clock_timestamp(), version = version + 1 where id = $1 returning *)
     select ${JOB_COLUMNS} from j`,
    [id, status, error],
  );
  return toJob(rows[0]!)!;
}
