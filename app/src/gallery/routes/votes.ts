import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { identityOf } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { listVoteHistory } from '../repository/votes.js';
import { ById, NumberedPage, Vote } from '../schema.js';
import { castVote } from '../service/cast-vote.js';

export function voteRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.put('/images/:id/vote', { schema: { params: ById, body: Vote } }, async (request) => castVote(platform, identityOf(request), request.params.id, request.body.value));

    app.delete('/images/:id/vote', { schema: { params: ById } }, async (request) => castVote(platform, identityOf(request), request.params.id, 0));

    app.get('/votes', { schema: { querystring: NumberedPage } }, async (request) => {
      const { limit, after } = request.query;
      const found = await listVoteHistory(platform.postgres, identityOf(request).userId, { after, limit: limit + 1 });
      const entries = found.slice(0, limit);
      return { entries, next: found.length > limit ? entries.at(-1)!.number : null };
    });
  };
}
