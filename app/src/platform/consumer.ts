import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { Log } from './log.js';
import { tamed } from './rabbitmq.js';
import type { WorkQueue } from './topology.js';

/** A message that no attempt will ever make sense of. It goes to the dead-letter queue at once. */
export class PoisonMessage extends Error {}

export interface Delivery {
  messageId: string;
  payload: unknown;
  /** If this attempt fails too, the broker puts the message into the dead-letter queue. */
  last: boolean;
  /** Aborts when the process is to end: stop at the next safe place and throw. */
  stopping: AbortSignal;
}

export type Handler = (delivery: Delivery) => Promise<void>;

/**
 * Takes messages off a queue, so many at a time, and hands them to a handler. A message is acknowledged only after the handler has
 * returned, which is after its effects are committed: a worker that dies before leaves the message to another.
 */
export class Consumer {
  #channel: Channel | undefined;
  #tag = '';
  readonly #stopping = new AbortController();
  readonly #inProgress = new Set<Promise<void>>();
  readonly #queue: WorkQueue;
  readonly #prefetch: number;
  readonly #handler: Handler;
  readonly #log: Log;

  constructor(queue: WorkQueue, prefetch: number, handler: Handler, log: Log) {
    this.#queue = queue;
    this.#prefetch = prefetch;
    this.#handler = handler;
    this.#log = log;
  }

  /** To be run on each new connection to RabbitMQ. */
  readonly setup = async (connection: ChannelModel): Promise<void> => {
    if (this.#stopping.signal.aborted) return;
    const channel = tamed(await connection.createChannel(), this.#log);
    const startOver = () => void connection.close().catch(() => {});
    channel.on('close', () => {
      if (this.#channel === channel) this.#channel = undefined;
      if (!this.#stopping.signal.aborted) startOver();
    });
    await channel.prefetch(this.#prefetch);
    this.#channel = channel;
    const { consumerTag } = await channel.consume(this.#queue.queue, (message) => {
      // Null says that the queue is gone. A new connection declares it again.
      if (!message) return startOver();
      const work = this.#take(channel, message).finally(() => this.#inProgress.delete(work));
      this.#inProgress.add(work);
    });
    this.#tag = consumerTag;
  };

  /** Takes nothing more, and waits for what is in progress to reach a safe place. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#channel?.cancel(this.#tag).catch(() => {});
    await Promise.all(this.#inProgress);
  }

  async #take(channel: Channel, message: ConsumeMessage): Promise<void> {
    const returned = Number(message.properties.headers?.['x-delivery-count'] ?? 0);
    const messageId = typeof message.properties.messageId === 'string' ? message.properties.messageId : '';
    try {
      await this.#handler({ messageId, payload: parse(message.content), last: returned >= this.#queue.deliveryLimit, stopping: this.#stopping.signal });
    } catch (error) {
      if (error instanceof PoisonMessage) {
        this.#log.error({ messageId, reason: error.message }, 'a message cannot be handled and goes to the dead-letter queue');
        return settle(() => channel.nack(message, false, false));
      }
      if (!this.#stopping.signal.aborted) {
        this.#log.warn({ messageId, returned, reason: String(error) }, 'a message could not be handled and will be tried again');
        // Slower each time, so that an outage does not use up the delivery limit in a blink.
        await delay(Math.min(250 * 2 ** returned, 5_000), undefined, { signal: this.#stopping.signal }).catch(() => {});
      }
      return settle(() => channel.nack(message, false, true));
    }
    settle(() => channel.ack(message));
  }
}

function parse(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    throw new PoisonMessage('it is not JSON');
  }
}

/** On a channel that has closed nothing can be settled: the broker has already given the message back to the queue. */
function settle(answer: () => void): void {
  try {
    answer();
  } catch {
    // Redelivered, and recognised then.
  }
}
