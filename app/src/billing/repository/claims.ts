import type { Queryable } from '../../platform/postgres.js';
import type { Task } from '../schema.js';
import { TASK } from './tasks.js';

/** A task that is a worker's to do. */
export interface Claim {
  task: Task;
  requestedBy: string;
}

/** Somebody else has claimed the task since, or finished it: nothing of this attempt may stay. */
export class Superseded extends Error {}

/**
 * Makes the task this worker's; undefined: it is over, or the message is not its own. Protected by: the state in the WHERE of a single UPDATE; and by `attempt`, which the worker's last write is checked
 * against: of two workers with one task the later claim wins.
 */
export async function claimTask(tx: Queryable, id: string, messageId: string, worker: string): Promise<Claim | undefined> {
  const { rows } = await tx.query<Task & { requestedBy: string }>(
    `update billing_tasks set status = 'RUNNING', attempt = attempt + 1, worker = $3, started_at = coalesce(started_at, clock_timestamp())
     where id = $1 and message_id = $2 and status in ('PENDING', 'RUNNING') returning ${TASK}, requested_by as "requestedBy"`,
    [id, messageId, worker],
  );
  if (!rows[0]) return undefined;
  const { requestedBy, ...task } = rows[0];
  return { task, requestedBy };
}

/** What became of a task. */
export type Outcome = { status: 'DONE'; result: Record<string, string> } | { status: 'FAILED'; error: string };

/**
 * Holds the task until the transaction ends, if it is still this claim's. To be called before the effect is written.
 *
 * Protected by: the fencing token in the WHERE of a statement that waits for who holds the row and then judges by what they left.
 *
 * @throws Superseded
 */
export async function holdClaim(tx: Queryable, { task }: Claim): Promise<void> {
  const { rowCount } = await tx.query(`select 1 from billing_tasks where id = $1 and attempt = $2 and status = 'RUNNING' for no key update`, [task.id, task.attempt]);
  if (rowCount === 0) throw new Superseded();
}

/** To be called under {@link holdClaim}. */
export async function finishTask(tx: Queryable, { task }: Claim, outcome: Outcome): Promise<Task> {
  const { rows } = await tx.query<Task>(
    `update billing_tasks set status = $2, result = $3, error = $4, finished_at = clock_timestamp() where id = $1 returning ${TASK}`,
    [task.id, outcome.status, outcome.status === 'DONE' ? JSON.stringify(outcome.result) : null, outcome.status === 'FAILED' ? outcome.error : null],
  );
  return rows[0]!;
}
