import type { FastifyInstance } from 'fastify';
import { identityOf } from './auth.js';
import type { Platform } from './platform.js';
import { enforceRateLimits, type RateLimit } from './rate-limit.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Not counted for user and tenant: the opening of a live stream. */
    unlimited?: boolean;
  }
}

/**
 * Counts every request below `scope` for its user and for its tenant, and refuses what is one too many for either with 429, before anything else is done for it. To be called after
 * `requireIdentity`. A limit of 0 counts nothing.
 *
 * Protected by: one script for both, so that a request which the tenant's limit refuses is not counted for its user either.
 */
export function limitRequests(scope: FastifyInstance, { redis, config }: Pick<Platform, 'redis' | 'config'>): void {
  scope.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.unlimited) return;
    const { tenantId, userId } = identityOf(request);
    const both: RateLimit[] = [
      { scope: 'user', key: `${tenantId}:user:${userId}`, limit: config.userRequestsPerMinute },
      { scope: 'tenant', key: `${tenantId}:all`, limit: config.tenantRequestsPerMinute },
    ];
    const limits = both.filter(({ limit }) => limit > 0);
    if (limits.length > 0) await enforceRateLimits(redis, reply, limits, config.rateWindowSeconds);
  });
}
