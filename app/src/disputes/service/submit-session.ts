import { randomUUID } from 'node:crypto';
import type { Identity } from '../../platform/auth.js';
import { notFound, wrongState } from '../../platform/errors.js';
import { sendOnCommit } from '../../platform/outbox.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { jobChanged } from '../events.js';
import { JOBS_QUEUE } from '../queue.js';
import { findJobOfSession, insertJob } from '../repository/jobs.js';
import { lockSession } from '../repository/sessions.js';
import type { Job } from '../schema.js';

/**
 * Makes the session's job and has it announced. However often and from wherever a session is submitted, it has one job and one
 * message, and every caller is told of that job.
 *
 * Protected by: unique (session_id) + ON CONFLICT against other submits; a share lock on the session against cancelling and deleting;
 * the outbox, in the same transaction, for the message.
 */
export async function submitSession({ postgres, live }: Platform, { userId }: Identity, sessionId: string): Promise<Job> {
  const { job, created } = await transaction(postgres, async (tx) => {
    const session = await lockSession(tx, { id: sessionId, uploadedBy: userId }, 'share');
    if (!session) throw notFound('session');
    if (session.status !== 'VALIDATED') throw wrongState(`Only a validated session can be submitted; this one is ${session.status}.`);

    const messageId = randomUUID();
    const job = await insertJob(tx, { sessionId, tenantId: session.tenantId, uploadedBy: userId, total: session.rowCount ?? 0, messageId });
    if (!job) {
      const existing = await findJobOfSession(tx, sessionId);
      if (!existing) throw notFound('session');
      return { job: existing, created: false };
    }
    await sendOnCommit(tx, {
      id: messageId,
      exchange: JOBS_QUEUE.exchange,
      routingKey: JOBS_QUEUE.queue,
      payload: { jobId: job.id, sessionId, filePath: session.storedPath, uploadedBy: userId },
    });
    return { job, created: true };
  });
  if (created) jobChanged(live, userId, job);
  return job;
}
