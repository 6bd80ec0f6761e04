import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from './log.js';
import type { Pool } from './postgres.js';

const EVERY_MS = 10 * 60_000;

/** Runs chores now and then, apart by chance over the processes; none of them may matter to correctness. */
export class Housekeeping {
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();

  start(log: Log, chores: (() => Promise<unknown>)[]): void {
    this.#running = this.#run(log, chores);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(log: Log, chores: (() => Promise<unknown>)[]): Promise<void> {
    for (;;) {
      await delay(EVERY_MS * (0.5 + Math.random()), undefined, { signal: this.#stopped.signal }).catch(() => {});
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
