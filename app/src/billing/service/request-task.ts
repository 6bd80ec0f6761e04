import { holdStaff } from '../../accounts/roles.js';
import type { Call } from '../../platform/call.js';
import { notFound } from '../../platform/errors.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import { findCustomer, isStaff } from '../repository/customers.js';
import { addTask, findTask } from '../repository/tasks.js';
import type { Task } from '../schema.js';

/** Has a worker draw up a customer's statement: one's own, or as admin anybody's. Protected by: the outbox; who is answered 202 has a task that will be done. */
export async function requestStatement(call: KeyedCall, wanted?: string) {
  const { tenantId, userId } = call;
  const customerId = wanted?.toLowerCase() ?? userId;
  // Only workers tell of the task: told from here, after the commit, PENDING could come in behind RUNNING.
  return call.answer(async (tx) => {
    if (customerId !== userId) await holdStaff(tx, call.identity);
    if (!(await findCustomer(tx, customerId))) throw notFound('customer');
    return { status: 202, body: { task: await addTask(tx, tenantId, 'statement', customerId, userId) } };
  });
}

export async function getTask(call: Call, id: string): Promise<Task> {
  return call.read(async (tx) => {
    const found = await findTask(tx, id);
    if (!found || (found.requestedBy !== call.userId && !(await isStaff(tx, call.userId)))) throw notFound('task');
    return found.task;
  });
}
