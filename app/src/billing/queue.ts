import type { WorkQueue } from '../platform/topology.js';

/** The queue of background tasks. Its messages say `{tenantId, taskId, kind}`. */
export const TASKS_QUEUE: WorkQueue = { exchange: 'billing', queue: 'billing.tasks', deadLetterQueue: 'billing.tasks.dead', deliveryLimit: 20 };
