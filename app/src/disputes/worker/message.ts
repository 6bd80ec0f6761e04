import { PoisonMessage } from '../../platform/consumer.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a message on the queue of jobs says. */
export interface JobMessage {
  jobId: string;
  sessionId: string;
}

/** Of the payload only the ids are believed; everything else a worker needs, it reads from the job's row. */
export function parseJobMessage(messageId: string, payload: unknown): JobMessage {
  if (!UUID.test(messageId)) throw new PoisonMessage('it has no messageId of ours');
  const { jobId, sessionId } = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  if (typeof jobId !== 'string' || !UUID.test(jobId)) throw new PoisonMessage('it names no job');
  if (typeof sessionId !== 'string' || !UUID.test(sessionId)) throw new PoisonMessage('it names no session');
  return { jobId, sessionId };
}
