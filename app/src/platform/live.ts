import type { Redis } from 'ioredis';
import type { Log } from './log.js';

export interface LiveEvent {
  event: string;
  data: unknown;
}

/** Who listens together: a channel of Redis. */
export type Topic = `live:${string}`;

/** A user's own, of the disputes. */
export const userTopic = (userId: string): Topic => `live:${userId}`;

/** A live event as it travels, of data that is JSON already. */
export const liveText = (event: string, json: string) => `{"event":${JSON.stringify(event)},"data":${json}}`;

/** Tells the open pages of a topic, wherever they are connected, what has changed. To be called after the commit. */
export class LivePublisher {
  readonly #redis: Redis;
  readonly #log: Log;

  constructor(redis: Redis, log: Log) {
    this.#redis = redis;
    this.#log = log;
  }

  /** Never fails and is not waited for: a page that misses it sees the change when it next reads. */
  publish(topic: Topic, event: string, data: unknown): void {
    this.#redis.publish(topic, liveText(event, JSON.stringify(data))).catch((error: unknown) => {
      this.#log.debug({ reason: String(error) }, 'a live event was not sent');
    });
  }
}

export interface LiveListener {
  receive(event: LiveEvent): void;
  /** Events may have been missed from now on. */
  lost(): void;
}

/** Receives the events of those topics that somebody listens to at this instance, over one connection to Redis. */
export class LiveHub {
  readonly #subscriber: Redis;
  readonly #listeners = new Map<string, Set<LiveListener>>();

  constructor(subscriber: Redis) {
    this.#subscriber = subscriber;
    subscriber.on('message', (channel: string, text: string) => {
      const event = JSON.parse(text) as LiveEvent;
      for (const listener of this.#listeners.get(channel) ?? []) listener.receive(event);
    });
    // What was published meanwhile is gone. The pages are told, connect again, and read everything anew.
    subscriber.on('close', () => this.closeAll());
  }

  /** Resolves when no later event can be missed, to the function that ends it. Fails while Redis cannot be reached. */
  async subscribe(channel: Topic, listener: LiveListener): Promise<() => void> {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    const unsubscribe = () => {
      if (!listeners.delete(listener) || listeners.size > 0 || this.#listeners.get(channel) !== listeners) return;
      this.#listeners.delete(channel);
      this.#subscriber.unsubscribe(channel).catch(() => {});
    };
    try {
      // Harmless when the channel is subscribed already. Sent in order with every unsubscribe, on one connection.
      await this.#subscriber.subscribe(channel);
    } catch (error) {
      unsubscribe();
      throw error;
    }
    return unsubscribe;
  }

  closeAll(): void {
    const all = [...this.#listeners.values()].flatMap((listeners) => [...listeners]);
    this.#listeners.clear();
    for (const listener of all) listener.lost();
  }
}
