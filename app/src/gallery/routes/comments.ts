import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { identityOf } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { enforceRateLimit } from '../../platform/rate-limit.js';
import { ById, NewComment, NumberedPage } from '../schema.js';
import { addComment } from '../service/add-comment.js';
import { listCommentsOfImage } from '../service/list-comments.js';
import { removeComment } from '../service/remove-comment.js';

export function commentRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  const { redis, config } = platform;

  return async (app) => {
    app.post('/images/:id/comments', { schema: { params: ById, body: NewComment } }, async (request, reply) => {
      const identity = identityOf(request);
      await enforceRateLimit(redis, reply, { key: `comments:${identity.userId}`, limit: config.commentsPerMinute, windowSeconds: 60 });
      const { created, ...added } = await addComment(platform, identity, request.params.id, request.body);
      return reply.code(created ? 201 : 200).send(added);
    });

    app.get('/images/:id/comments', { schema: { params: ById, querystring: NumberedPage } }, async (request) =>
      listCommentsOfImage(platform, identityOf(request), request.params.id, request.query));

    app.delete('/comments/:id', { schema: { params: ById } }, async (request, reply) => {
      await removeComment(platform, identityOf(request), request.params.id);
      return reply.code(204).send();
    });
  };
}
