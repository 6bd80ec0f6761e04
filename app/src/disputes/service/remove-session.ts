import { notFound, wrongState } from '../../platform/errors.js';
import { markHandled } from '../../platform/inbox.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { sessionDeleted } from '../events.js';
import { JOBS_QUEUE } from '../queue.js';
import { lockJobOfSession } from '../repository/jobs.js';
import { deleteSession, lockSession, type SessionKey } from '../repository/sessions.js';

/**
 * Removes a session with its file and its finished job; its disputes stay.
 *
 * Protected by: the locks on the session and then the job (everyone takes them in this order). The file goes after the commit: if it
 * went before and the transaction failed, a session would be left without one.
 */
export async function removeSession({ postgres, files, live }: Platform, key: SessionKey): Promise<void> {
  const storedPath = await transaction(postgres, async (tx) => {
    const session = await lockSession(tx, key, 'update');
    if (!session) throw notFound('session');
    const job = await lockJobOfSession(tx, key.id);
    if (job?.status === 'PENDING' || job?.status === 'PROCESSING') throw wrongState('The session has a job that is not finished. Cancel it or wait for it.');
    // The message of a cancelled job may still be on its way. Without its job it would look like poison.
    if (job) await markHandled(tx, JOBS_QUEUE.queue, job.messageId);
    await deleteSession(tx, key.id);
    return session.storedPath;
  });
  // If this fails or the process dies here, the sweep removes the file.
  await files.remove(storedPath);
  sessionDeleted(live, key.uploadedBy, key.id);
}
