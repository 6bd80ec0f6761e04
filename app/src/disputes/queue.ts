import type { WorkQueue } from '../platform/topology.js';

/** The queue of jobs. Its messages say `{jobId, sessionId, filePath, uploadedBy}`. */
export const JOBS_QUEUE: WorkQueue = { exchange: 'bulk', queue: 'bulk.jobs', deadLetterQueue: 'bulk.jobs.dead', deliveryLimit: 20 };
