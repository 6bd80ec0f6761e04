import { setTimeout as delay } from 'node:timers/promises';
import type { ConfirmChannel, ChannelModel } from 'amqplib';
import type { Log } from './log.js';
import { type Pool, transaction } from './postgres.js';
import { tamed } from './rabbitmq.js';

interface Row {
  id: string;
  exchange: string;
  routingKey: string;
  payload: unknown;
}

export interface RelayOptions {
  /** How often the outbox is looked into when nobody wakes the relay. */
  pollMs: number;
  /** Messages taken at a time. Few, so that several relays at work together keep the order nearly, and each holds its row locks for moments. */
  batch: number;
}

/**
 * Publishes what committed transactions left in the outbox. One runs in every worker.
 *
 * Protected by: FOR UPDATE SKIP LOCKED, so each row is in the hands of one relay; and by publisher confirms before
 * the row is marked and the mark committed. A relay that dies in between leaves the row for another: the message then comes
 * twice with one `messageId`, which the consumer's inbox expects.
 */
export class Relay {
  #channel: ConfirmChannel | undefined;
  readonly #stopped = new AbortController();
  #wake = new AbortController();
  #running: Promise<void> = Promise.resolve();
  readonly #pool: Pool;
  readonly #options: RelayOptions;
  readonly #log: Log;

  constructor(pool: Pool, options: RelayOptions, log: Log) {
    this.#pool = pool;
    this.#options = options;
    this.#log = log;
  }

  /** To be run on each new connection to RabbitMQ. */
  readonly setup = async (connection: ChannelModel): Promise<void> => {
    const channel = tamed(await connection.createConfirmChannel(), this.#log);
    channel.on('close', () => {
      if (this.#channel === channel) this.#channel = undefined;
    });
    this.#channel = channel;
    this.wake();
  };

  start(): void {
    this.#running = this.#run();
  }

  /** There may be something to publish. */
  wake(): void {
    this.#wake.abort();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      // Renewed before the look, so that a wake-up during it is not missed.
      this.#wake = new AbortController();
      const published = this.#channel ? await this.#publishBatch(this.#channel) : 0;
      if (published < this.#options.batch) await delay(this.#options.pollMs, undefined, { signal: this.#wake.signal }).catch(() => {});
    }
  }

  async #publishBatch(channel: ConfirmChannel): Promise<number> {
    try {
      return await transaction(this.#pool, async (tx) => {
        const { rows } = await tx.query<Row>(
          `select id, exchange, routing_key as "routingKey", payload from outbox
           where published_at is null order by position limit $1 for update skip locked`,
          [this.#options.batch],
        );
        if (rows.length === 0) return 0;
        await publishAll(channel, rows);
        await tx.query('update outbox set published_at = clock_timestamp() where id = any($1)', [rows.map((row) => row.id)]);
        return rows.length;
      });
    } catch (error) {
      this.#log.warn({ reason: String(error) }, 'the outbox could not be published; it will be tried again');
      return 0;
    }
  }
}

/** Settles when the broker has all of it safely in a queue, or fails when it has not or when nobody can say. */
async function publishAll(channel: ConfirmChannel, rows: Row[]): Promise<void> {
  let unroutable = 0;
  const onReturn = () => void unroutable++;
  let onClose = () => {};
  const closed = new Promise<never>((_, reject) => {
    onClose = () => reject(new Error('the channel closed before the broker confirmed'));
    channel.once('close', onClose);
  });
  channel.on('return', onReturn);
  try {
    for (const { id, exchange, routingKey, payload } of rows) {
      // Mandatory: the broker confirms what it can route to no queue, too, but hands it back first.
      channel.publish(exchange, routingKey, Buffer.from(JSON.stringify(payload)), { persistent: true, mandatory: true, messageId: id, contentType: 'application/json' });
    }
    await Promise.race([channel.waitForConfirms(), closed]);
  } finally {
    channel.off('close', onClose);
    channel.off('return', onReturn);
  }
  if (unroutable > 0) throw new Error(`${unroutable} of ${rows.length} messages reached no queue`);
}
