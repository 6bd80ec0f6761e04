import type { FastifyReply } from 'fastify';
import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { HttpError, unavailable } from './errors.js';

export interface RateLimit {
  /** What is counted, for example `uploads:<user id>`. */
  key: string;
  limit: number;
  /** Whose limit it is, said in `X-RateLimit-Scope`. Preset: not said. */
  scope?: 'user' | 'tenant';
}

/**
 * Sliding windows, one a key: in no span of the window do more than `limit` pass, also not around the edge of a minute. A request passes if all have room, and then counts in
 * all of them; one that is refused counts in none.
 * Answers whether this one passes, which key the answer is about (of those that refuse the one that does so longest; else the one with least room, the first if equal), how many more
 * would pass there, and in how many milliseconds its oldest is forgotten.
 */
const SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[1])
local counts, limits, passes = {}, {}, true
for n, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
  counts[n], limits[n] = redis.call('ZCARD', key), tonumber(ARGV[n + 2])
  passes = passes and counts[n] < limits[n]
end
local about, room, reset
for n, key in ipairs(KEYS) do
  if passes then
    redis.call('ZADD', key, now, ARGV[2])
    redis.call('PEXPIRE', key, window)
    counts[n] = counts[n] + 1
  end
  if passes or counts[n] >= limits[n] then
    local oldest = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
    local wait = math.max(1, oldest[2] + window - now)
    local left = math.max(0, limits[n] - counts[n])
    if not about or (passes and left < room) or (not passes and wait > reset) then about, room, reset = n, left, wait end
  end
end
return { passes and 1 or 0, about, room, reset }`;

/** {@link enforceRateLimits} with one limit. */
export async function enforceRateLimit(redis: Redis, reply: FastifyReply, { windowSeconds, ...limit }: RateLimit & { windowSeconds: number }): Promise<void> {
  return enforceRateLimits(redis, reply, [limit], windowSeconds);
}

/**
 * Counts one request and refuses it with 429 when it is one too many for any of the limits. The headers are computed by the same script that counts.
 *
 * Protected by: one Lua script, which Redis runs alone, on Redis's own clock: it holds over any number of instances, and over all limits together.
 * When Redis cannot be reached the request is refused with 503: a limit that fails open is none at the moment it is wanted most.
 */
export async function enforceRateLimits(redis: Redis, reply: FastifyReply, limits: RateLimit[], windowSeconds: number): Promise<void> {
  let answer: unknown;
  try {
    const keys = limits.map(({ key }) => `rate:${key}`);
    answer = await redis.eval(SCRIPT, keys.length, ...keys, windowSeconds * 1000, randomUUID(), ...limits.map(({ limit }) => limit));
  } catch (error) {
    throw unavailable('The request cannot be counted at the moment. Try again in a second.', error);
  }
  const [passes, about, remaining, resetMs] = answer as [number, number, number, number];
  const { limit, scope } = limits[about - 1]!;
  const resetSeconds = Math.ceil(resetMs / 1000);
  reply.headers({ 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': resetSeconds });
  if (scope) reply.header('x-ratelimit-scope', scope);
  if (passes === 1) return;
  throw new HttpError(429, 'rate_limited', `At most ${limit} in ${windowSeconds} seconds. Try again in ${resetSeconds} seconds.`, { headers: { 'retry-after': String(resetSeconds) } });
}
