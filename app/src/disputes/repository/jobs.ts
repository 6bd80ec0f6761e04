import type { Queryable } from '../../platform/postgres.js';
import type { Job, Kind } from '../schema.js';

/** The columns of a job, named so that they can stand beside those of its session in one row. */
export const JOB_COLUMNS = `j.id as "jobId", j.session_id as "jobSessionId", j.status as "jobStatus", j.version as "jobVersion", j.total, j.processed, j.inserted, j.duplicates,
  j.updated, j.missing, j.attempt, j.worker, j.error, j.created_at as "jobCreatedAt", j.started_at as "startedAt", j.finished_at as "finishedAt"`;

export type JobColumns = Omit<Job, 'id' | 'sessionId' | 'status' | 'version' | 'createdAt'> & {
  jobId: string | null;
  jobSessionId: string;
  jobStatus: Job['status'];
  jobVersion: number;
  jobCreatedAt: Date;
};

export function toJob(row: JobColumns): Job | null {
  if (row.jobId === null) return null;
  const { total, processed, inserted, duplicates, updated, missing, attempt, worker, error, startedAt, finishedAt } = row;
  return {
    id: row.jobId, sessionId: row.jobSessionId, status: row.jobStatus, version: row.jobVersion, total, processed, inserted, duplicates, updated,
    missing, attempt, worker, error, createdAt: row.jobCreatedAt, startedAt, finishedAt,
  };
}

/** A job and what its worker needs to know beside it. */
export interface JobOfSession {
  job: Job;
  kind: Kind;
  storedPath: string;
  tenantId: string;
  uploadedBy: string;
}

export async function findJob(db: Queryable, id: string): Promise<JobOfSession | undefined> {
  const { rows } = await db.query<JobColumns & Omit<JobOfSession, 'job'>>(
    `select ${JOB_COLUMNS}, s.kind, s.stored_path as "storedPath", j.tenant_id as "tenantId", j.uploaded_by as "uploadedBy"
     from dispute_jobs j join dispute_sessions s on s.id = j.session_id where j.id = $1`,
    [id],
  );
  const row = rows[0];
  const job = row && toJob(row);
  return job ? { job, kind: row.kind, storedPath: row.storedPath, tenantId: row.tenantId, uploadedBy: row.uploadedBy } : undefined;
}

export async function findJobOfUser(db: Queryable, id: string, uploadedBy: string): Promise<Job | undefined> {
  const { rows } = await db.query<JobColumns>(`select ${JOB_COLUMNS} from dispute_jobs j where j.id = $1 and j.uploaded_by = $2`, [id, uploadedBy]);
  return (rows[0] && toJob(rows[0])) ?? undefined;
}

export interface NewJob {
  sessionId: string;
  tenantId: string;
  uploadedBy: string;
  total: number;
  messageId: string;
}

/**
 * Undefined when the session has a job already. Protected by: unique (session_id) + ON CONFLICT; of simultaneous submits one inserts,
 * the others wait for its commit and then find its row.
 */
export async function insertJob(tx: Queryable, { sessionId, tenantId, uploadedBy, total, messageId }: NewJob): Promise<Job | undefined> {
  const { rows } = await tx.query<JobColumns>(
    `with j as (
       insert into dispute_jobs (session_id, tenant_id, uploaded_by, total, message_id) values ($1, $2, $3, $4, $5)
       on conflict (session_id) do nothing returning *)
     select ${JOB_COLUMNS} from j`,
    [sessionId, tenantId, uploadedBy, total, messageId],
  );
  return (rows[0] && toJob(rows[0])) ?? undefined;
}

export async function findJobOfSession(db: Queryable, sessionId: string): Promise<Job | undefined> {
  const { rows } = await db.query<JobColumns>(`select ${JOB_COLUMNS} from dispute_jobs j where j.session_id = $1`, [sessionId]);
  return (rows[0] && toJob(rows[0])) ?? undefined;
}

/** Locks the job of a session, so that no worker claims or finishes it meanwhile. */
export async function lockJobOfSession(tx: Queryable, sessionId: string): Promise<{ status: Job['status']; messageId: string } | undefined> {
  const { rows } = await tx.query<{ status: Job['status']; messageId: string }>(
    'select status, message_id as "messageId" from dispute_jobs where session_id = $1 for update',
    [sessionId],
  );
  return rows[0];
}

/** False when the job is no longer `PENDING`. Protected by: the state in the WHERE of a single UPDATE, against a worker's claim. */
export async function cancelPendingJob(tx: Queryable, sessionId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update dispute_jobs set status = 'CANCELLED', finished_at = clock_timestamp(), version = version + 1 where session_id = $1 and status = 'PENDING'`,
    [sessionId],
  );
  return rowCount === 1;
}
