import { Redis } from 'ioredis';
import type { Log } from './log.js';

/**
 * A connection for commands. It reconnects by itself; while it cannot, commands fail at once instead of piling up, so that
 * whoever depends on Redis can say so.
 */
export function createRedis(url: string, name: string, log: Log): Redis {
  return follow(
    new Redis(url, {
      connectionName: `bazaar-${name}`,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: 10_000,
      connectTimeout: 5_000,
      retryStrategy,
    }),
    log,
  );
}

/** A connection for subscriptions, which a connection for commands cannot hold. It subscribes again after it was lost. */
export function createSubscriber(url: string, name: string, log: Log): Redis {
  return follow(
    new Redis(url, { connectionName: `bazaar-${name}-subscriber`, maxRetriesPerRequest: 0, enableOfflineQueue: false, connectTimeout: 5_000, retryStrategy }),
    log,
  );
}

function retryStrategy(times: number): number {
  return Math.min(50 * 2 ** Math.min(times, 6), 1_000);
}

function follow(redis: Redis, log: Log): Redis {
  let reachable = true;
  redis.on('ready', () => {
    if (!reachable) log.info('Redis is back');
    reachable = true;
  });
  redis.on('error', (error: Error) => {
    if (reachable) log.warn({ reason: error.message }, 'Redis cannot be reached');
    reachable = false;
  });
  return redis;
}
