import { type Redis, ReplyError } from 'ioredis';
import type { Log } from './log.js';

/** Replaces what is held if this revision is higher. */
const RAISE = `
local held = redis.call('HGET', KEYS[1], 'revision')
if held and tonumber(held) >= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'revision', ARGV[1], 'json', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`;

export interface CatalogueReads<T> {
  /** The tenant's revision in Postgres, read now. */
  revision: () => Promise<number>;
  /** The whole catalogue with its revision, both from one snapshot. */
  load: () => Promise<T>;
}

/**
 * One list of a tenant (all products, all plans) in Redis, for all instances: `<prefix>:<tenantId>`, a hash of `revision` and `json`.
 *
 * Protected by: the revision, which rises in Postgres with every change, under a lock, in the transaction of the change. What is held is shown only to who has read the same revision in
 * Postgres within the request, so nobody sees less than what was committed when the request came; and one Lua script replaces it only by a higher one, so
 * a slow reader cannot put back what is old. Nobody needs to invalidate, and nobody can forget to. While Redis cannot be reached, everything is read from Postgres.
 *
 * ```ts
 * return platform.products.show(tenantId, { revision: () => call.read(catalogueRevision), load: () => call.read(loadCatalogue) });
 * ```
 */
export class CatalogueCache<T extends { revision: number }> {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #lifetimeMs: number;
  readonly #log: Log;

  /** @param prefix `shop:catalogue` or `billing:plans`. @param seconds how long a catalogue is held that nobody replaces. */
  constructor(redis: Redis, prefix: string, seconds: number, log: Log) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#lifetimeMs = seconds * 1000;
    this.#log = log;
  }

  /** The catalogue as it was committed when this was called, or newer. */
  async show(tenantId: string, { revision, load }: CatalogueReads<T>): Promise<T> {
    const key = `${this.#prefix}:${tenantId}`;
    // What is held is asked for afterwards, and no connection to Postgres is kept meanwhile.
    const current = await revision();
    const [held, json] = await this.#attempt([null, null], () => this.#redis.hmget(key, 'revision', 'json'));
    if (json && Number(held) === current) return JSON.parse(json) as T;
    const catalogue = await load();
    await this.#attempt(0, () => this.#redis.eval(RAISE, 1, key, catalogue.revision, JSON.stringify(catalogue), this.#lifetimeMs));
    return catalogue;
  }

  async #attempt<R, F>(fallback: F, work: () => Promise<R>): Promise<R | F> {
    try {
      return await work();
    } catch (error) {
      this.#log[error instanceof ReplyError ? 'warn' : 'debug']({ reason: String(error) }, 'the cache of a catalogue was not used');
      return fallback;
    }
  }
}
