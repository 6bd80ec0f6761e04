import { HttpError, notFound } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { sessionChanged } from '../events.js';
import { findSession, type SessionKey, updateLabel } from '../repository/sessions.js';
import type { Edit, Session } from '../schema.js';

/** Changes the label if nobody has changed the session since the version the user saw. */
export async function editSession({ postgres, live }: Platform, key: SessionKey, edit: Edit): Promise<Session> {
  const session = await updateLabel(postgres, key, edit);
  if (session) {
    sessionChanged(live, session);
    return session;
  }
  const current = await findSession(postgres, key);
  if (!current) throw notFound('session');
  throw new HttpError(409, 'version_conflict', `The session has changed: it is at version ${current.version}, not ${edit.version}.`, { details: { current } });
}
