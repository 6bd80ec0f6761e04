import type { Queryable } from '../../platform/postgres.js';
import type { Edit, Kind, Session, SessionStatus } from '../schema.js';
import type { Verdict } from '../csv/validate.js';
import { JOB_COLUMNS, type JobColumns, toJob } from './jobs.js';

export interface NewSession {
  id: string;
  tenantId: string;
  uploadedBy: string;
  kind: Kind;
  fileName: string;
  storedPath: string;
  checksum: string;
  byteSize: number;
  label: string | null;
}

/** Every read and every change names the owner beside the id: for another user the row is not there. */
export interface SessionKey {
  id: string;
  uploadedBy: string;
}

type Columns = Omit<Session, 'byteSize' | 'jobId' | 'job'> & { byteSize: string } & JobColumns;

const COLUMNS = `s.id, s.kind, s.file_name as "fileName", s.stored_path as "storedPath", s.checksum, s.byte_size as "byteSize", s.label,
  s.status, s.version, s.row_count as "rowCount", s.report, s.uploaded_by as "uploadedBy", s.created_at as "createdAt", ${JOB_COLUMNS}`;
const WITH_JOB = 'left join dispute_jobs j on j.session_id = s.id';

function toSession(row: Columns): Session {
  const { id, kind, fileName, storedPath, checksum, label, status, version, rowCount, report, uploadedBy, createdAt } = row;
  const job = toJob(row);
  return {
    id, kind, fileName, storedPath, checksum, byteSize: Number(row.byteSize), label, status, version, rowCount, report, uploadedBy,
    jobId: job?.id ?? null, createdAt, job,
  };
}

/** Protected by: being one statement, sent only after the file is complete. */
export async function insertSession(db: Queryable, session: NewSession): Promise<Session> {
  const { rows } = await db.query<Columns>(
    `with s as (
       insert into dispute_sessions (id, tenant_id, uploaded_by, kind, file_name, stored_path, checksum, byte_size, label)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *)
     select ${COLUMNS} from s ${WITH_JOB}`,
    [session.id, session.tenantId, session.uploadedBy, session.kind, session.fileName, session.storedPath, session.checksum, session.byteSize, session.label],
  );
  return toSession(rows[0]!);
}

export async function listSessions(db: Queryable, uploadedBy: string): Promise<Session[]> {
  const { rows } = await db.query<Columns>(`select ${COLUMNS} from dispute_sessions s ${WITH_JOB} where s.uploaded_by = $1 order by s.created_at desc, s.id limit 500`, [uploadedBy]);
  return rows.map(toSession);
}

export async function findSession(db: Queryable, { id, uploadedBy }: SessionKey): Promise<Session | undefined> {
  const { rows } = await db.query<Columns>(`select ${COLUMNS} from dispute_sessions s ${WITH_JOB} where s.id = $1 and s.uploaded_by = $2`, [id, uploadedBy]);
  return rows[0] && toSession(rows[0]);
}

/**
 * Undefined when the version is no longer the one the writer saw. Protected by: the version in the WHERE of a single UPDATE; of
 * writers that hold one version, the database lets exactly one change the row, and the others match nothing.
 */
export async function updateLabel(db: Queryable, { id, uploadedBy }: SessionKey, { version, label }: Edit): Promise<Session | undefined> {
  const { rows } = await db.query<Columns>(
    `with s as (
       update dispute_sessions set label = $4, version = version + 1
       where id = $1 and uploaded_by = $2 and version = $3 returning *)
     select ${COLUMNS} from s ${WITH_JOB}`,
    [id, uploadedBy, version, label],
  );
  return rows[0] && toSession(rows[0]);
}

/** Undefined when the session is no longer `UPLOADED`. Protected by: the state in the WHERE of a single UPDATE. */
export async function recordVerdict(db: Queryable, { id, uploadedBy }: SessionKey, verdict: Verdict): Promise<Session | undefined> {
  const { rows } = await db.query<Columns>(
    `with s as (
       update dispute_sessions set status = $3, row_count = $4, report = $5, version = version + 1
       where id = $1 and uploaded_by = $2 and status = 'UPLOADED' returning *)
     select ${COLUMNS} from s ${WITH_JOB}`,
    [
      id, uploadedBy, (verdict.valid ? 'VALIDATED' : 'INVALID') satisfies SessionStatus,
      verdict.valid ? verdict.rowCount : null, verdict.valid ? null : JSON.stringify(verdict.report),
    ],
  );
  return rows[0] && toSession(rows[0]);
}

export interface LockedSession {
  id: string;
  tenantId: string;
  status: SessionStatus;
  rowCount: number | null;
  storedPath: string;
}

/**
 * Locks the session's row: `share` against changes by others, `update` against everything. The job is to be read afterwards, in a statement
 * of its own, for a statement that waited for this lock would still see the jobs as they were before the wait.
 */
export async function lockSession(tx: Queryable, { id, uploadedBy }: SessionKey, mode: 'share' | 'update'): Promise<LockedSession | undefined> {
  const { rows } = await tx.query<LockedSession>(
    `select id, tenant_id as "tenantId", status, row_count as "rowCount", stored_path as "storedPath"
     from dispute_sessions where id = $1 and uploaded_by = $2 for ${mode}`,
    [id, uploadedBy],
  );
  return rows[0];
}

export async function setCancelled(tx: Queryable, id: string): Promise<void> {
  await tx.query(`update dispute_sessions set status = 'CANCELLED', version = version + 1 where id = $1`, [id]);
}

export async function deleteSession(tx: Queryable, id: string): Promise<void> {
  await tx.query('delete from dispute_sessions where id = $1', [id]);
}

/** Of these stored paths, the ones no session names. */
export async function withoutSession(db: Queryable, paths: string[]): Promise<string[]> {
  const { rows } = await db.query<{ path: string }>(
    'select path from unnest($1::text[]) as path where not exists (select from dispute_sessions where stored_path = path)',
    [paths],
  );
  return rows.map((row) => row.path);
}
