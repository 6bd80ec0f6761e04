import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { HttpError, unavailable } from './errors.js';
import { raiseFence } from './fences.js';
import type { Pool } from './postgres.js';

/** Sets owner, token and lease at once if nobody holds the lock. */
const ACQUIRE = `
local held = redis.call('PTTL', KEYS[1])
if held ~= -2 then return { 0, math.max(held, 1) } end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local token = math.max((tonumber(redis.call('GET', KEYS[2])) or 0) + 1, now, tonumber(ARGV[3]) + 1)
local text = string.format('%.0f', token)
redis.call('SET', KEYS[2], text, 'PX', ARGV[4])
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'token', text)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { 1, token }`;

const RENEW = `
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return tonumber(redis.call('HGET', KEYS[1], 'token'))`;

const RELEASE = `
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
return 1`;

/** Longer than any lease, and than anybody writes with a token. */
const TOKEN_MS = 86_400_000;

export interface HeldLock {
  /** Made for this acquisition: what renews and releases it. */
  owner: string;
  /** Higher than any given out for the name before; to be handed to {@link fence} by whoever writes under the lock. */
  token: number;
  expiresInMs: number;
}

/**
 * The distributed lock, for what lasts longer than a transaction or must not even be queued for: `lock:<tenantId>:<name>`, a hash of `owner` and `token` that expires with its lease.
 *
 * Protected by: Lua scripts, each of which Redis runs alone, so that owner and lease are there together or not at all, and only its owner renews or releases a lock; a lease, so that the
 * lock of a process that died is gone by itself. That a holder may be overtaken without noticing (its process was stopped, Redis was emptied) no lock in Redis can exclude: what it writes
 * then is refused by the fence, in Postgres.
 *
 * When Redis cannot be reached: 503, and nobody is let in.
 */
export class Locks {
  readonly #redis: Redis;
  readonly #postgres: Pool;
  readonly #lockTimeoutMs: number;

  constructor(redis: Redis, postgres: Pool, lockTimeoutMs: number) {
    this.#redis = redis;
    this.#postgres = postgres;
    this.#lockTimeoutMs = lockTimeoutMs;
  }

  /**
   * Takes the lock if nobody holds it. Acknowledged only when its token is in `tenant_fences`: from then on an older holder writes nothing more, and what it had begun has ended.
   *
   * @param name within the tenant, 1 to 200 characters: `stocktake:<warehouseId>`.
   * @param leaseMs after which it is gone by itself, counted from before the question.
   * @returns what was acquired, or for how long it is still held by another.
   */
  async acquire(tenantId: string, name: string, leaseMs: number): Promise<HeldLock | { heldForMs: number }> {
    const owner = randomUUID();
    // Raised when Redis was emptied and its clock is behind: the token has to be above what Postgres knows.
    for (let above = 0; ; ) {
      const asked = performance.now();
      const [taken, value] = (await this.#eval(ACQUIRE, [keyOf(tenantId, name), `lock-token:${tenantId}:${name}`], [owner, leaseMs, above, TOKEN_MS])) as [number, number];
      if (taken === 0) return { heldForMs: value };
      const higher = await raiseFence(this.#postgres, tenantId, name, value, this.#lockTimeoutMs).catch(async (error: unknown) => {
        await this.#letGo(tenantId, name, owner);
        throw error;
      });
      const expiresInMs = Math.floor(leaseMs - (performance.now() - asked));
      if (higher === undefined && expiresInMs > 0) return { owner, token: value, expiresInMs };
      await this.#letGo(tenantId, name, owner);
      // The fence was waited for until the lease had run out.
      if (higher === undefined) return { heldForMs: 1 };
      above = higher;
    }
  }

  /** Begins the lease anew if `owner` still holds the lock; undefined if it does not, and nothing is changed. */
  async renew(tenantId: string, name: string, owner: string, leaseMs: number): Promise<HeldLock | undefined> {
    const token = (await this.#eval(RENEW, [keyOf(tenantId, name)], [owner, leaseMs])) as number;
    return token === 0 ? undefined : { owner, token, expiresInMs: leaseMs };
  }

  /** Gives the lock back if `owner` still holds it; false if it does not, and nothing is changed. */
  async release(tenantId: string, name: string, owner: string): Promise<boolean> {
    return (await this.#eval(RELEASE, [keyOf(tenantId, name)], [owner])) === 1;
  }

  /**
   * Runs `work` under the lock and releases it whatever happens. The lease is not renewed: who takes longer may be overtaken, and is then fenced.
   *
   * ```ts
   * await locks.withLock(tenantId, name, leaseMs, (token) => call.answer(async (tx) => { await fence(tx, tenantId, name, token); … }));
   * ```
   *
   * @throws 409 `locked` with `Retry-After` while another holds it.
   */
  async withLock<T>(tenantId: string, name: string, leaseMs: number, work: (token: number) => Promise<T>): Promise<T> {
    const lock = await this.acquire(tenantId, name, leaseMs);
    if ('heldForMs' in lock) throw lockedFor(lock.heldForMs);
    try {
      return await work(lock.token);
    } finally {
      await this.#letGo(tenantId, name, lock.owner);
    }
  }

  /** Should this fail, the lease ends by itself. */
  async #letGo(tenantId: string, name: string, owner: string): Promise<void> {
    await this.release(tenantId, name, owner).catch(() => {});
  }

  async #eval(script: string, keys: string[], args: (string | number)[]): Promise<unknown> {
    try {
      return await this.#redis.eval(script, keys.length, ...keys, ...args);
    } catch (error) {
      throw unavailable('The lock cannot be asked for at the moment. Try again in a second.', error);
    }
  }
}

const keyOf = (tenantId: string, name: string) => `lock:${tenantId}:${name}`;

/** 409 `locked`: somebody holds the distributed lock. @param details further members of the answer. */
export function lockedFor(heldForMs: number, details: Record<string, unknown> = {}): HttpError {
  return new HttpError(409, 'locked', 'Somebody else is at it. Try again later.', { details, headers: { 'retry-after': String(Math.ceil(heldForMs / 1000)) } });
}
