import { PoisonMessage } from '../../platform/consumer.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Of the payload only tenant and task are believed, and the task only if it is the tenant's; everything else a worker needs, it reads from the task's row. */
export function parseTaskMessage(messageId: string, payload: unknown): { tenantId: string; taskId: string } {
  if (!UUID.test(messageId)) throw new PoisonMessage('it has no messageId of ours');
  const { tenantId, taskId } = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  if (typeof tenantId !== 'string' || !UUID.test(tenantId)) throw new PoisonMessage('it names no tenant');
  if (typeof taskId !== 'string' || !UUID.test(taskId)) throw new PoisonMessage('it names no task');
  return { tenantId, taskId };
}
