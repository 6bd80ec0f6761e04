import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from './log.js';

/**
 * Listens on a Postgres channel, on a connection of its own (LISTEN holds for a connection, so it cannot come from the pool), and
 * calls back for each notification and after each reconnection, when some may have been missed.
 */
export class Notifications {
  #client: pg.Client | undefined;
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();

  start(url: string, channel: string, log: Log, notified: () => void): void {
    this.#running = this.#run(url, channel, log, notified);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#client?.end().catch(() => {});
    await this.#running;
  }

  async #run(url: string, channel: string, log: Log, notified: () => void): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const client = new pg.Client({ connectionString: url, application_name: `bazaar listener ${channel}`, keepAlive: true, connectionTimeoutMillis: 5_000 });
      const ended = new Promise<void>((resolve) => client.once('end', resolve));
      client.on('error', (error) => log.debug({ reason: error.message }, 'the listening connection broke'));
      client.on('notification', notified);
      try {
        await client.connect();
        this.#client = client;
        await client.query(`listen ${pg.escapeIdentifier(channel)}`);
        notified();
        await ended;
      } catch (error) {
        log.debug({ reason: String(error) }, 'the listening connection could not be made');
        await client.end().catch(() => {});
      }
      await delay(500, undefined, { signal: this.#stopped.signal }).catch(() => {});
    }
  }
}
