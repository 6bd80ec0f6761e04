import { invariant, type Invariant, type Operation, type Outcome, type Reply, type Row, type Stores } from '../../fixtures/index.js';

/** The limits of a deployment, as its settings say them; 0: none. */
export interface Limits { user: number; tenant: number; windowMs: number }

/** Settings that give a deployment these limits. */
export const settingsOf = ({ user, tenant, windowMs }: Limits) => ({ USER_REQUESTS_PER_MINUTE: String(user), TENANT_REQUESTS_PER_MINUTE: String(tenant), RATE_WINDOW_SECONDS: String(windowMs / 1000) });

/** A request that costs little and is counted. */
export const counted = () => ({ method: 'GET', path: '/api/billing/plans' });

/** What the headers of an answer say of the limits. */
export function told({ headers }: Reply): { scope: unknown; limit: number; remaining: number; reset: number; retryAfter: number | undefined } {
  const number = (name: string) => Number(headers[name] ?? NaN);
  return {
    scope: headers['x-ratelimit-scope'], limit: number('x-ratelimit-limit'), remaining: number('x-ratelimit-remaining'), reset: number('x-ratelimit-reset'),
    retryAfter: headers['retry-after'] === undefined ? undefined : number('retry-after'),
  };
}

/** Redis's clock, by which requests are counted. Milliseconds. */
export async function redisNow({ redis }: Stores): Promise<number> {
  const [seconds, micros] = (await redis.client.time()).map(Number);
  return seconds! * 1000 + Math.floor(micros! / 1000);
}

/** When the counted requests of a user, or (`all`) of the tenant came, by {@link redisNow}, oldest first. */
export async function countedAt({ redis }: Stores, tenantId: string, whose: string): Promise<number[]> {
  const flat = await redis.client.zrangebyscore(`rate:${tenantId}:${whose}`, '-inf', '+inf', 'WITHSCORES');
  return flat.filter((_, i) => i % 2 === 1).map((score) => Number(score));
}

/** No window holds more than its limit, and none outlives its last request. */
export function withinLimits(tenantId: string, { user, tenant, windowMs }: Limits): Invariant {
  return invariant('no window holds more than its limit, and each ends', async ({ redis }) => {
    const rows: Row[] = [];
    for (const key of await redis.keys(`rate:${tenantId}:*`)) {
      const [counted, leftMs] = [await redis.client.zcard(key), await redis.client.pttl(key)];
      const limit = key.endsWith(':all') ? tenant : user;
      if (counted > limit || (counted > 0 && (leftMs <= 0 || leftMs > windowMs))) rows.push({ key, counted, limit, leftMs });
    }
    return rows;
  });
}

/**
 * Sets of more than `limit` requests that passed and that, from the first one's start to the last one's end, all lay within less than a window: whenever each was counted in between,
 * that was too many.
 */
export function tooMany(outcomes: readonly Outcome<Reply>[], { limit, windowMs }: { limit: number; windowMs: number }): Row[] {
  const passed: Operation<Reply>[] = outcomes.flatMap(({ acknowledged }) => acknowledged).sort((a, b) => a.startedAt - b.startedAt);
  return passed.flatMap((first, i) => {
    const within = passed.slice(i).filter(({ endedAt }) => endedAt - first.startedAt < windowMs);
    return within.length > limit ? [{ from: first.startedAt, passed: within.length, limit }] : [];
  }).slice(0, 1);
}
