import type { FastifyReply } from 'fastify';
import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { HttpError, unavailable } from './errors.js';

export interface RateLimit {
  /** What is counted, for example `uploads:<user id>`. */
  key: string;
  limit: number;
  windowSeconds: number;
}

/**
 * A sliding window: in no span of `windowSeconds` do more than `limit` pass, also not around the edge of a minute.
 * Answers whether this one passes, how many more would, and in how many milliseconds the oldest counted one is forgotten.
 */
const SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local count = redis.call('ZCARD', KEYS[1])
local passes = count < limit
if passes then
  redis.call('ZADD', KEYS[1], now, ARGV[3])
  redis.call('PEXPIRE', KEYS[1], window)
  count = count + 1
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return { passes and 1 or 0, limit - count, math.max(1, oldest[2] + window - now) }`;

/**
 * Counts one request and refuses it with 429 when it is one too many. The headers are computed by the same script that counts.
 *
 * Protected by: one Lua script, which Redis runs alone, on Redis's own clock: it holds over any number of instances.
 * When Redis cannot be reached the request is refused with 503: a limit that fails open is none at the moment it is wanted most.
 */
export async function enforceRateLimit(redis: Redis, reply: FastifyReply, { key, limit, windowSeconds }: RateLimit): Promise<void> {
  let answer: unknown;
  try {
    answer = await redis.eval(SCRIPT, 1, `rate:${key}`, windowSeconds * 1000, limit, randomUUID());
  } catch (error) {
    throw unavailable('The request cannot be counted at the moment. Try again in a second.', error);
  }
  const [passes, remaining, resetMs] = answer as [number, number, number];
  const resetSeconds = Math.ceil(resetMs / 1000);
  reply.headers({ 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': resetSeconds });
  if (passes === 1) return;
  throw new HttpError(429, 'rate_limited', `At most ${limit} in ${windowSeconds} seconds. Try again in ${resetSeconds} seconds.`, { headers: { 'retry-after': String(resetSeconds) } });
}
