import { randomUUID } from 'node:crypto';
import type { Identity } from '../../platform/auth.js';
import type { StoredFile } from '../../platform/files.js';
import type { Platform } from '../../platform/platform.js';
import { isUnavailable } from '../../platform/postgres.js';
import { sessionChanged } from '../events.js';
import { insertSession } from '../repository/sessions.js';
import type { Kind, Session } from '../schema.js';

export interface Upload {
  fileName: string;
  label: string | null;
  file: StoredFile;
}

/**
 * Makes a session of a file that has arrived whole. The row comes after the file, so every row has its file; a file whose row was
 * refused is removed. When it is not known whether the row was written, the file stays: the sweep removes it if there is none.
 */
export async function uploadSession({ postgres, files, live }: Platform, { userId, tenantId }: Identity, kind: Kind, { fileName, label, file }: Upload): Promise<Session> {
  try {
    const session = await insertSession(postgres, { id: randomUUID(), tenantId, uploadedBy: userId, kind, fileName, label, ...file });
    sessionChanged(live, session);
    return session;
  } catch (error) {
    if (!isUnavailable(error)) await files.remove(file.storedPath);
    throw error;
  }
}
