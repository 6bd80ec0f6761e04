import { randomUUID } from 'node:crypto';
import { sendOnCommit } from '../../platform/outbox.js';
import type { Queryable } from '../../platform/postgres.js';
import { TASKS_QUEUE } from '../queue.js';
import type { Task } from '../schema.js';

export const TASK = `id, kind, subject, status, attempt, worker, result, error, created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`;

/** Has a worker do it if, and only if, the transaction commits. Protected by: the outbox, in the same transaction as the task's row. */
export async function addTask(tx: Queryable, tenantId: string, kind: Task['kind'], subject: string, requestedBy: string): Promise<Task> {
  const messageId = randomUUID();
  const { rows } = await tx.query<Task>(
    `insert into billing_tasks (tenant_id, kind, subject, message_id, requested_by) values ($1, $2, $3, $4, $5) returning ${TASK}`,
    [tenantId, kind, subject, messageId, requestedBy],
  );
  const task = rows[0]!;
  await sendOnCommit(tx, { id: messageId, exchange: TASKS_QUEUE.exchange, routingKey: TASKS_QUEUE.queue, payload: { tenantId, taskId: task.id, kind } });
  return task;
}

export async function findTask(tx: Queryable, id: string): Promise<{ task: Task; requestedBy: string } | undefined> {
  const { rows } = await tx.query<Task & { requestedBy: string }>(`select ${TASK}, requested_by as "requestedBy" from billing_tasks where id = $1`, [id]);
  if (!rows[0]) return undefined;
  const { requestedBy, ...task } = rows[0];
  return { task, requestedBy };
}
