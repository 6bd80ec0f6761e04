import { type Handler, PoisonMessage } from '../../platform/consumer.js';
import { isHandled, markHandled } from '../../platform/inbox.js';
import type { WorkerPlatform } from '../../platform/platform.js';
import { isUnavailable, sqlState } from '../../platform/postgres.js';
import { inTenant } from '../../platform/tenants.js';
import { taskChanged } from '../events.js';
import { TASKS_QUEUE } from '../queue.js';
import { type Claim, claimTask, finishTask, holdClaim, Superseded } from '../repository/claims.js';
import { findTask } from '../repository/tasks.js';
import type { Task } from '../schema.js';
import { type Handled, Impossible, makeDocument, makeStatement } from './effects.js';
import { parseTaskMessage } from './message.js';

const EFFECTS: Record<Task['kind'], typeof makeStatement> = { statement: makeStatement, document: makeDocument };

/**
 * Handles a message of the queue of tasks; returning means that it is done with and may be acknowledged.
 *
 * A message that comes twice is recognised by the inbox if its task is done; if not, the task is claimed again, and a worker that still held the old claim is fenced off. A task that fails for good leaves no
 * mark in the inbox: its message is to reach the dead-letter queue, also when the worker dies between the two.
 */
export function consumeTasks(platform: WorkerPlatform): Handler {
  const { postgres, live, log, instance } = platform;

  return async ({ messageId, payload, last, stopping }) => {
    const { tenantId, taskId } = parseTaskMessage(messageId, payload);
    if (await isHandled(postgres, TASKS_QUEUE.queue, messageId)) return;
    // Taken by nobody yet: better left to a worker that stays.
    stopping.throwIfAborted();
    // Protected by: the claim is committed before the work begins, so that whoever claims later is known to be later.
    const claim = await inTenant(postgres, tenantId, (tx) => claimTask(tx, taskId, messageId, instance));
    if (!claim) return over(tenantId, taskId);
    taskChanged(live, claim.requestedBy, claim.task);

    // Protected by: the inbox row in the transaction of the effect: that the task is done and that its message is handled are one fact.
    const handled: Handled = (tx) => markHandled(tx, TASKS_QUEUE.queue, messageId);
    try {
      const task = await EFFECTS[claim.task.kind](platform, tenantId, claim, handled);
      taskChanged(live, claim.requestedBy, task);
    } catch (error) {
      if (error instanceof Superseded) return log.warn({ task: taskId, attempt: claim.task.attempt }, 'another worker has taken the task over');
      if (stopping.aborted || (isTransient(error) && !last)) throw error;
      log.error({ err: error, task: taskId }, 'a task failed');
      return fail(tenantId, claim, error instanceof Impossible ? error.message : 'The task could not be done.');
    }
  };

  /** This message could not claim the task: it is over. */
  async function over(tenantId: string, taskId: string): Promise<void> {
    const found = await inTenant(postgres, tenantId, (tx) => findTask(tx, taskId));
    if (!found) throw new PoisonMessage('there is no such task');
    // FAILED, or not over at all: then the message is not the one that announced it.
    if (found.task.status !== 'DONE') throw new PoisonMessage(`its task is ${found.task.status}`);
  }

  /** Protected by: the claim: what another worker has taken over, or done, does not fail. */
  async function fail(tenantId: string, claim: Claim, error: string): Promise<void> {
    try {
      const task = await inTenant(postgres, tenantId, async (tx) => {
        await holdClaim(tx, claim);
        return finishTask(tx, claim, { status: 'FAILED', error });
      });
      taskChanged(live, claim.requestedBy, task);
    } catch (failure) {
      if (failure instanceof Superseded) return;
      throw failure;
    }
    throw new PoisonMessage(error);
  }
}

/** Whether trying again later may help. What the database refuses for the data's sake, it will refuse again. */
function isTransient(error: unknown): boolean {
  if (error instanceof Impossible) return false;
  return isUnavailable(error) || !/^(22|23)/.test(sqlState(error) ?? '');
}
