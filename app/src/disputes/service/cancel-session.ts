import { notFound, wrongState } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { jobChanged, sessionChanged } from '../events.js';
import { cancelPendingJob, findJobOfSession } from '../repository/jobs.js';
import { findSession, lockSession, type SessionKey, setCancelled } from '../repository/sessions.js';
import type { Session } from '../schema.js';

/**
 * Cancels a session that is not submitted, or the job of one that is and that no worker has begun.
 *
 * Protected by: the lock on the session, against a submit; a conditional UPDATE of the job, against a worker's claim.
 */
export async function cancelSession({ postgres, live }: Platform, key: SessionKey): Promise<Session> {
  const cancelled = await transaction(postgres, async (tx) => {
    const session = await lockSession(tx, key, 'update');
    if (!session) throw notFound('session');
    if (session.status === 'CANCELLED') throw wrongState('The session is cancelled already.');
    const job = await findJobOfSession(tx, key.id);
    if (!job) await setCancelled(tx, key.id);
    else if (!(await cancelPendingJob(tx, key.id))) throw wrongState('The job has begun and cannot be cancelled any more.');
    return findSession(tx, key);
  });
  if (!cancelled) throw notFound('session');
  if (cancelled.job) jobChanged(live, key.uploadedBy, cancelled.job);
  else sessionChanged(live, cancelled);
  return cancelled;
}
