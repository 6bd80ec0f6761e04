import type { FastifyInstance } from 'fastify';
import { requireIdentity } from './auth.js';
import { tellAttempts } from './call.js';
import { fingerprintBodies } from './idempotency.js';
import type { Platform } from './platform.js';
import { limitRequests } from './request-limits.js';

/**
 * What all routes of a module share whose tables have row security: an access token, the limits of user and tenant, keys of requests that create, and `X-Attempts`. To be called first:
 * hooks run in the order in which they were added.
 *
 * ```ts
 * export function shopRoutes(platform: Platform): FastifyPluginAsyncTypebox {
 *   return async (app) => {
 *     serveTenants(app, platform);
 *     app.post('/reservations', { schema: { body: NewReservation } }, async (request, reply) =>
 *       answerOnce(platform, request, reply, (call) => reserve(platform, call, request.body)));
 *     app.delete('/reservations/:id', { schema: { params: ById } }, async (request, reply) => {
 *       await release(platform, callOf(platform, request), request.params.id);
 *       return reply.code(204).send();
 *     });
 *   };
 * }
 * ```
 */
export function serveTenants(scope: FastifyInstance, platform: Platform): void {
  requireIdentity(scope, platform.tokens);
  limitRequests(scope, platform);
  fingerprintBodies(scope);
  tellAttempts(scope);
}
