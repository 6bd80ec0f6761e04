import { type Handler, PoisonMessage } from '../../platform/consumer.js';
import { isHandled, markHandled } from '../../platform/inbox.js';
import type { WorkerPlatform } from '../../platform/platform.js';
import { isUnavailable, sqlState, transaction } from '../../platform/postgres.js';
import { jobChanged } from '../events.js';
import { JOBS_QUEUE } from '../queue.js';
import { claimJob, finishJob, holdClaim, Superseded } from '../repository/claims.js';
import { findJob, type JobOfSession } from '../repository/jobs.js';
import type { Job } from '../schema.js';
import { parseJobMessage } from './message.js';
import { processRows, UnusableFile } from './process-rows.js';

/**
 * Handles a message of the queue of jobs; returning means that it is done with and may be acknowledged.
 *
 * A message that comes twice (a worker or the broker died, a relay published it again) is recognised by the inbox if its job is over. If
 * not, the job is claimed again and goes on after the last committed batch; a worker that still held the old claim is fenced off.
 */
export function consumeJobs(platform: WorkerPlatform, batchRows: number): Handler {
  const { postgres, live, log, instance } = platform;

  return async ({ messageId, payload, last, stopping }) => {
    const message = parseJobMessage(messageId, payload);
    if (await isHandled(postgres, JOBS_QUEUE.queue, messageId)) return;
    const found = await findJob(postgres, message.jobId);
    if (!found || found.job.sessionId !== message.sessionId) {
      // A session that was deleted since has left its mark in the inbox; look again, for that may have been a moment ago.
      if (await isHandled(postgres, JOBS_QUEUE.queue, messageId)) return;
      throw new PoisonMessage('there is no such job');
    }
    const job = await claimJob(postgres, message.jobId, instance);
    if (!job) return;
    jobChanged(live, found.uploadedBy, job);

    try {
      await processRows(platform, { ...found, job }, batchRows, stopping);
      await finish(found, job, 'COMPLETED', null);
    } catch (error) {
      if (error instanceof Superseded) return log.warn({ job: job.id, attempt: job.attempt }, 'another worker has taken the job over');
      if (stopping.aborted || (isTransient(error) && !last)) throw error;
      log.error({ err: error, job: job.id }, 'a job failed');
      await finish(found, job, 'FAILED', error instanceof UnusableFile ? error.message : 'The job could not be processed.').catch((failure: unknown) => {
        if (!(failure instanceof Superseded)) throw failure;
      });
    }

    /** Protected by: the claim, and the inbox row in the same transaction: that the job is over and that its message is handled are one fact. */
    async function finish({ uploadedBy }: JobOfSession, claim: Job, status: 'COMPLETED' | 'FAILED', error: string | null): Promise<void> {
      const finished = await transaction(postgres, async (tx) => {
        await holdClaim(tx, claim);
        await markHandled(tx, JOBS_QUEUE.queue, messageId);
        return finishJob(tx, claim.id, status, error);
      });
      jobChanged(live, uploadedBy, finished);
    }
  };
}

/** Whether trying again later may help. What the database refuses for the data's sake, it will refuse again. */
function isTransient(error: unknown): boolean {
  if (error instanceof UnusableFile) return false;
  return isUnavailable(error) || !/^(22|23)/.test(sqlState(error) ?? '');
}
