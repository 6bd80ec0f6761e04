import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { identityOf } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { streamTopics } from '../../platform/stream.js';
import { billingTopic, billingUserTopic } from '../topics.js';

export function liveRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    // Without an answer to HEAD, which would never end.
    app.get('/live', { exposeHeadRoute: false, config: { uncounted: true, unlimited: true } }, async (request, reply) => {
      const identity = identityOf(request);
      return streamTopics(platform, identity, [billingTopic(identity.tenantId), billingUserTopic(identity.userId)], reply);
    });
  };
}
