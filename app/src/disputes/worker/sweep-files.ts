import type { WorkerPlatform } from '../../platform/platform.js';
import { withoutSession } from '../repository/sessions.js';

/** Far longer than any upload lies between its file and its row. */
const AGE_MS = 15 * 60_000;
const BATCH = 500;

/** Removes files that processes left behind when they died: half uploads, uploads without a row, rows deleted before their file. */
export async function sweepFiles({ files, postgres, log }: WorkerPlatform): Promise<void> {
  await files.sweepTemporary(AGE_MS);
  let paths: string[] = [];
  const flush = async () => {
    for (const path of await withoutSession(postgres, paths)) {
      await files.remove(path);
      log.info({ path }, 'removed a file that belongs to no session');
    }
    paths = [];
  };
  for await (const path of files.olderThan('sessions', AGE_MS)) {
    paths.push(path);
    if (paths.length === BATCH) await flush();
  }
  await flush();
}
