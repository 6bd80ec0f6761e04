import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { HttpError, unavailable } from './errors.js';

/** How long a connection counts after its process was last heard of. */
const LEASE_MS = 30_000;
const HEARTBEAT_MS = 10_000;

/** Admits a connection, or keeps it, if there is room beside those of others whose lease has not ended. */
const HOLD = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease, limit, me = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if not redis.call('ZSCORE', KEYS[1], me) and redis.call('ZCARD', KEYS[1]) >= limit then return 0 end
redis.call('ZADD', KEYS[1], now + lease, me)
redis.call('PEXPIRE', KEYS[1], lease)
return 1`;

export interface ConnectionLease {
  /** To be called when the connection is closed, however it ends; more than once does no harm. */
  release(): void;
}

/**
 * Counts a long-lived connection of a user for as long as it is open, over all instances; one too many is refused with 429. `lost` is called when the
 * connection may no longer be counted and so has to be closed.
 *
 * Protected by: one Lua script on Redis's own clock. A process that died gives its connections back when their leases end; one that was stopped for longer
 * than a lease keeps those for which there is still room. When Redis cannot be reached the connection is refused with 503.
 */
export async function leaseConnection(redis: Redis, userId: string, limit: number, lost: () => void): Promise<ConnectionLease> {
  const key = `live-connections:${userId}`;
  const id = randomUUID();
  let heldUntil = 0;
  const hold = async () => {
    // Counted from before the question: Redis ends the lease later than we believe, never earlier.
    const asked = performance.now();
    if ((await redis.eval(HOLD, 1, key, LEASE_MS, limit, id)) !== 1) return false;
    heldUntil = asked + LEASE_MS;
    return true;
  };

  // Should this fail, the lease ends by itself.
  const giveBack = () => void redis.zrem(key, id).catch(() => {});

  const admitted = await hold().catch((error: unknown) => {
    giveBack();
    throw unavailable('Live connections cannot be counted at the moment. Try again in a second.', error);
  });
  if (!admitted) {
    throw new HttpError(429, 'too_many_connections', `At most ${limit} live connections a user. Close one.`, { headers: { 'retry-after': '1' } });
  }

  let released = false;
  const renew = async () => {
    // Without an answer the lease still stands until its end; the next heartbeat asks again.
    const kept = await hold().catch(() => performance.now() + HEARTBEAT_MS < heldUntil);
    // A renewal that was on its way when the connection closed has taken the lease anew.
    if (released) giveBack();
    else if (!kept) lost();
  };
  const heartbeat = setInterval(() => void renew(), HEARTBEAT_MS);
  return {
    release: () => {
      released = true;
      clearInterval(heartbeat);
      giveBack();
    },
  };
}
