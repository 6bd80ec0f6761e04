import { setTimeout as delay } from 'node:timers/promises';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import type { Log } from './log.js';

/** Run on each new connection: declares what must exist, starts consumers. */
export type Setup = (connection: ChannelModel) => Promise<void>;

/**
 * A connection to RabbitMQ that comes back by itself. What lives on a connection (channels, consumers) is made anew by
 * the setups, in their order, each time.
 */
export class RabbitMq {
  #connection: ChannelModel | undefined;
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();
  readonly #url: string;
  readonly #name: string;
  readonly #log: Log;

  constructor(url: string, name: string, log: Log) {
    this.#url = url;
    this.#name = name;
    this.#log = log;
  }

  get connected(): boolean {
    return this.#connection !== undefined;
  }

  /** Connects now and whenever the connection is lost, until `close`. */
  start(...setups: Setup[]): void {
    this.#running = this.#run(setups);
  }

  async close(): Promise<void> {
    this.#stopped.abort();
    await this.#connection?.close().catch(() => {});
    await this.#running;
  }

  async #run(setups: Setup[]): Promise<void> {
    for (let failures = 0; !this.#stopped.signal.aborted; ) {
      try {
        const { lost } = await this.#connect(setups);
        failures = 0;
        const reason = await lost;
        this.#connection = undefined;
        if (!this.#stopped.signal.aborted) this.#log.warn({ reason }, 'the connection to RabbitMQ was lost');
      } catch (error) {
        if (failures++ === 0) this.#log.warn({ reason: String(error) }, 'RabbitMQ cannot be reached');
      }
      await delay(Math.min(100 * 2 ** failures, 1_000), undefined, { signal: this.#stopped.signal }).catch(() => {});
    }
  }

  /** Resolves once everything is set up; `lost` then resolves, with the reason, when the connection ends. */
  async #connect(setups: Setup[]): Promise<{ lost: Promise<string> }> {
    const url = new URL(this.#url);
    // A peer that died without a word is noticed after two missed heartbeats.
    if (!url.searchParams.has('heartbeat')) url.searchParams.set('heartbeat', '10');
    const connection = await connect(url.href, { timeout: 20_000, noDelay: true, clientProperties: { connection_name: `bazaar ${this.#name}` } });
    let reason = 'closed';
    connection.on('error', (error) => {
      reason = error.message;
    });
    const lost = new Promise<string>((resolve) => connection.on('close', () => resolve(reason)));
    try {
      for (const setup of setups) await setup(connection);
    } catch (error) {
      await connection.close().catch(() => {});
      throw error;
    }
    this.#connection = connection;
    if (this.#stopped.signal.aborted) await connection.close().catch(() => {});
    return { lost };
  }
}

/** A channel whose errors do not end the process: whoever uses it sees them as failures of what it asked for. */
export function tamed<C extends Channel>(channel: C, log: Log): C {
  channel.on('error', (error) => log.warn({ reason: error.message }, 'RabbitMQ closed a channel'));
  return channel;
}
