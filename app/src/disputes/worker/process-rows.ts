import type { Readable } from 'node:stream';
import type { WorkerPlatform } from '../../platform/platform.js';
import { type Queryable, transaction } from '../../platform/postgres.js';
import { UnreadableFile } from '../csv/report.js';
import { type Row, readRows } from '../csv/rows.js';
import { jobChanged } from '../events.js';
import { addProgress, holdClaim, Superseded, type Tally } from '../repository/claims.js';
import type { JobOfSession } from '../repository/jobs.js';
import type { Job, Kind } from '../schema.js';
import { createDisputes } from './create-disputes.js';
import { updateDisputes } from './update-disputes.js';

/** The file is not the one that was validated: gone, cut short or changed. Trying again cannot help. */
export class UnusableFile extends Error {}

/** Writes a batch of rows inside the given transaction, and says what became of them. */
export type WriteBatch = (tx: Queryable, job: JobOfSession, rows: string[][]) => Promise<Tally>;

const WRITERS: Record<Kind, WriteBatch> = { create: createDisputes, update: updateDisputes };

/** Live events of one job come at most this often; the last one always comes. */
const EVENT_MS = 200;

/**
 * Writes a job's rows in batches, from where the last attempt got to. Each batch is one transaction that holds the claim, writes the
 * rows and moves the checkpoint, so each row is counted once however often the job is begun.
 */
export async function processRows(platform: WorkerPlatform, found: JobOfSession, batchRows: number, stopping: AbortSignal): Promise<void> {
  const { postgres, live, files } = platform;
  const { job, uploadedBy, kind, storedPath } = found;
  let lastEvent = 0;
  let reached = job.processed;

  for await (const rows of batches(files.read(storedPath), job, batchRows)) {
    if (stopping.aborted) throw new Error('the worker is stopping');
    const progress = await transaction(postgres, async (tx) => {
      if ((await holdClaim(tx, job)) !== reached) throw new Superseded('the checkpoint has been moved by somebody else');
      return addProgress(tx, job.id, await WRITERS[kind](tx, found, rows));
    });
    reached = progress.processed;
    if (Date.now() - lastEvent >= EVENT_MS) {
      lastEvent = Date.now();
      jobChanged(live, uploadedBy, progress);
    }
  }
  if (reached !== job.total) throw new UnusableFile(`The file has ${reached} rows, but had ${job.total} when it was validated.`);
}

/** The file's rows after the checkpoint, so many at a time. */
async function* batches(source: Readable, { processed, total }: Job, size: number): AsyncGenerator<string[][]> {
  let pending: string[][] = [];
  const collect = ({ index, cells }: Row) => {
    if (index > processed) pending.push(cells);
  };
  try {
    for await (const records of readRows(source, collect)) {
      if (records - 1 > total) throw new UnusableFile(`The file has more than the ${total} rows it had when it was validated.`);
      for (; pending.length >= size; pending = pending.slice(size)) yield pending.slice(0, size);
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw new UnusableFile(`Line ${error.finding.line}: ${error.message}`, { cause: error });
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new UnusableFile('The stored file is gone.', { cause: error });
    throw error;
  }
  if (pending.length > 0) yield pending;
}
