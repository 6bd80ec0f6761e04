import { notFound, wrongState } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { validateCsv } from '../csv/validate.js';
import { sessionChanged } from '../events.js';
import { findSession, recordVerdict, type SessionKey } from '../repository/sessions.js';
import type { Session } from '../schema.js';

/**
 * Checks a session's file and records the verdict. No transaction is open while the file is read: whatever happens to the session
 * meanwhile stands, for the verdict is recorded only if the session is still as it was uploaded.
 */
export async function validateSession({ postgres, files, live, config }: Platform, key: SessionKey): Promise<Session> {
  const before = await findSession(postgres, key);
  if (!before) throw notFound('session');
  if (before.status !== 'UPLOADED') return alreadyJudged(before);

  let verdict;
  try {
    verdict = await validateCsv(files.read(before.storedPath), before.kind, config.maxRows);
  } catch (error) {
    // Deleted while it was read.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !(await findSession(postgres, key))) throw notFound('session');
    throw error;
  }
  const session = await recordVerdict(postgres, key, verdict);
  if (session) {
    sessionChanged(live, session);
    return session;
  }
  const now = await findSession(postgres, key);
  if (!now) throw notFound('session');
  return alreadyJudged(now);
}

/** A file does not change, so a second verdict would be the first. */
function alreadyJudged(session: Session): Session {
  if (session.status === 'CANCELLED') throw wrongState('The session is cancelled.');
  if (session.job) throw wrongState('The session has been submitted.');
  return session;
}
