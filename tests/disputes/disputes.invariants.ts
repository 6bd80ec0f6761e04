import { about, invariant, noRows, offending as offendingOf, queueIsEmpty, type Invariant, type Quiet, type Row, type Stores } from '../../fixtures/index.js';

/** The queue that jobs are announced on, the exchange before it, and where messages go that nobody can process. */
export const JOBS = { exchange: 'bulk', queue: 'bulk.jobs', dead: 'bulk.jobs.dead' } as const;

/** What must be at rest before the stores can judge a tenant's uploads. */
export function quiet(tenantId: string): Quiet[] {
  return [
    noRows('every job to end', `select id, status, attempt, worker, processed, total from dispute_jobs where tenant_id = $1 and status in ('PENDING', 'PROCESSING')`, [tenantId]),
    noRows('every job to be announced', `select o.id from outbox o join dispute_jobs j on j.message_id = o.id where j.tenant_id = $1 and o.published_at is null`, [tenantId]),
  ];
}

/** As {@link quiet}, and nothing waits in the queue; only where no other test's jobs are in it. */
export function quietAlone(tenantId: string): Quiet[] { return [...quiet(tenantId), queueIsEmpty(JOBS.queue)]; }

/** What is true of a tenant's uploads once they are at rest, whatever its users did, in whatever order. */
export function disputeInvariants(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('a session has at most one job', `
      select session_id, count(*)::int as jobs, array_agg(id) as job_ids from dispute_jobs where tenant_id = $1 group by session_id having count(*) > 1`),
    rows('every job was announced by exactly one message, which names it', `
      select j.id as job, j.status, (select count(*)::int from outbox o where o.payload->>'jobId' = j.id::text) as messages from dispute_jobs j where j.tenant_id = $1
        and (select count(*) from outbox o where o.payload->>'jobId' = j.id::text
          and o.payload->>'sessionId' = j.session_id::text and o.payload->>'uploadedBy' = j.uploaded_by::text) <> 1`),
    rows('a completed job accounts for every row of its file', `
      select j.id as job, s.row_count as rows, j.processed, j.inserted, j.duplicates, j.updated, j.missing from dispute_jobs j join dispute_sessions s on s.id = j.session_id
        where j.tenant_id = $1 and j.status = 'COMPLETED' and (j.total <> s.row_count or j.processed <> j.total or j.inserted + j.duplicates + j.updated + j.missing <> j.total)`),
    rows('a job inserted as many disputes as it says', `
      select j.id as job, j.status, j.inserted as said, count(d.id)::int as found from dispute_jobs j left join tbl_disputes d on d.job_id = j.id and d.tenant_id = j.tenant_id
        where j.tenant_id = $1 group by j.id having count(d.id) <> j.inserted`),
    rows('a dispute belongs to the user whose job made it', `
      select d.reference, d.uploaded_by, j.uploaded_by as job_of from tbl_disputes d join dispute_jobs j on j.id = d.job_id where d.tenant_id = $1 and d.uploaded_by <> j.uploaded_by`),
    rows('a reference exists once in a tenant', `
      select reference, count(*)::int as times, array_agg(job_id) as jobs from tbl_disputes where tenant_id = $1 group by reference having count(*) > 1`),
    rows('the tenant\'s total is the number of its disputes', `
      select coalesce((select disputes from dispute_totals where tenant_id = $1), 0)::int as total, count(*)::int as disputes from tbl_disputes where tenant_id = $1
        having coalesce((select disputes from dispute_totals where tenant_id = $1), 0) <> count(*)`),
    rows('a dispute\'s trail is numbered without a gap', `
      select d.reference, d.changes, count(c.*)::int as trail, max(c.number) as last from tbl_disputes d left join dispute_changes c on c.dispute_id = d.id
        where d.tenant_id = $1 group by d.id having count(c.*) <> d.changes or coalesce(max(c.number), 0) <> d.changes`),
    rows('each change begins where the one before it ended', `
      select * from (select d.reference, c.number, c.old_amount, c.old_status, lag(c.new_amount) over w as before_amount, lag(c.new_status) over w as before_status
        from dispute_changes c join tbl_disputes d on d.id = c.dispute_id where d.tenant_id = $1 window w as (partition by d.id order by c.number)) x
        where number > 1 and (old_amount <> before_amount or old_status <> before_status)`),
    rows('the last change is a dispute\'s value', `
      select d.reference, d.amount, d.status, c.number, c.new_amount, c.new_status from tbl_disputes d join lateral (select * from dispute_changes c where c.dispute_id = d.id order by number desc limit 1) c on true
        where d.tenant_id = $1 and (d.amount <> c.new_amount or d.status <> c.new_status)`),
    rows('an update job made as many changes as it says', `
      select j.id as job, j.updated as said, count(c.*)::int as found from dispute_jobs j join dispute_sessions s on s.id = j.session_id left join dispute_changes c on c.job_id = j.id
        where j.tenant_id = $1 and s.kind = 'update' group by j.id having count(c.*) <> j.updated`),
    rows('only a valid session has a job', `
      select s.id as session, s.status, j.id as job from dispute_jobs j join dispute_sessions s on s.id = j.session_id where j.tenant_id = $1 and s.status <> 'VALIDATED'`),
    filesMatchRows(tenantId),
  ];
}

/** The rows that break an invariant of the tenant's uploads, each with the name of the invariant: what `then` of an exploration returns. */
export async function offending(stores: Stores, tenantId: string): Promise<Row[]> {
  return await offendingOf(stores, disputeInvariants(tenantId));
}

/** Every session has a file of its own with the content that was acknowledged. */
function filesMatchRows(tenantId: string): Invariant {
  return invariant('every session has its own stored file, with the content that was sent', async ({ postgres, files }) => {
    const sessions = await postgres.rows<{ id: string; stored_path: string; checksum: string; file_name: string }>('select id, stored_path, checksum, file_name from dispute_sessions where tenant_id = $1', [tenantId]);
    const wrong = await Promise.all(sessions.map(async ({ id, stored_path, checksum, file_name }) => {
      const others = sessions.filter((other) => other.stored_path === stored_path).length - 1;
      const found = await files.checksum(stored_path);
      return found === checksum && others === 0 ? undefined : { session: id, file_name, stored_path, checksum, found: found ?? 'no such file', shared_with: others };
    }));
    return wrong.filter((row) => row !== undefined);
  });
}
