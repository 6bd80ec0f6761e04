import { setTimeout as delay } from 'node:timers/promises';
import type { FileStore } from './files.js';
import type { Log } from './log.js';
import type { Pool } from './postgres.js';
import { asSystem, inTenant } from './tenants.js';

/** Far longer than anything lies between a file and its row. */
const FILE_AGE_MS = 15 * 60_000;
const BATCH = 500;

/** Runs chores now and then, apart by chance over the processes; none of them may matter to correctness. */
export class Housekeeping {
  readonly #everyMs: number;
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();

  /** @param everyMs between one round and the next, on average. */
  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  start(log: Log, chores: (() => Promise<unknown>)[]): void {
    this.#running = this.#run(log, chores);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(log: Log, chores: (() => Promise<unknown>)[]): Promise<void> {
    for (;;) {
      await delay(this.#everyMs * (0.5 + Math.random()), undefined, { signal: this.#stopped.signal }).catch(() => {});
      if (this.#stopped.signal.aborted) return;
      for (const chore of chores) await chore().catch((error: unknown) => log.warn({ reason: String(error) }, 'a chore failed'));
    }
  }
}

/** Forgets messages long sent and long handled. A message cannot come again after a week. */
export async function forgetOldMessages(pool: Pool): Promise<void> {
  await pool.query(`delete from outbox where published_at < now() - interval '7 days'`);
  await pool.query(`delete from inbox where handled_at < now() - interval '14 days'`);
}

/** Forgets answers that nobody will ask for again, and keys whose holders never came back. */
export async function forgetOldKeys(pool: Pool, hours: number): Promise<void> {
  const old = `created_at < now() - $1 * interval '1 hour' and (state = 'DONE' or lease_until < now())`;
  const { rows } = await asSystem(pool, (tx) => tx.query<{ tenantId: string }>(`select distinct tenant_id as "tenantId" from idempotency_keys where ${old}`, [hours]));
  for (const { tenantId } of rows) await inTenant(pool, tenantId, (tx) => tx.query(`delete from idempotency_keys where ${old}`, [hours]));
}

/** Removes what uploads left behind half-way, whose process died. */
export const sweepTemporary = (files: FileStore) => files.sweepTemporary(FILE_AGE_MS);

/** Removes those old files of a collection of which `withoutRow` says that no row names them. */
export async function sweepOrphans({ files, log }: { files: FileStore; log: Log }, collection: string, withoutRow: (paths: string[]) => Promise<string[]>): Promise<void> {
  let paths: string[] = [];
  const flush = async () => {
    for (const path of await withoutRow(paths)) {
      await files.remove(path);
      log.info({ path }, 'removed a file that no row names');
    }
    paths = [];
  };
  for await (const path of files.olderThan(collection, FILE_AGE_MS)) {
    paths.push(path);
    if (paths.length === BATCH) await flush();
  }
  await flush();
}
