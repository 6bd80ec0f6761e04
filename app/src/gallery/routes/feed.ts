import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { identityOf } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { ById, Changes, FeedPage, SearchPage } from '../schema.js';
import { getImage } from '../service/get-image.js';
import { listImages, searchImages } from '../service/list-images.js';
import { waitForChange } from '../service/wait-for-change.js';

export function feedRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/images', { schema: { querystring: FeedPage } }, async (request) => listImages(platform, identityOf(request), request.query));

    app.get('/search', { schema: { querystring: SearchPage } }, async (request) => searchImages(platform, identityOf(request), request.query));

    app.get('/images/:id', { schema: { params: ById } }, async (request) => getImage(platform, identityOf(request), request.params.id));

    app.get('/images/:id/changes', { exposeHeadRoute: false, schema: { params: ById, querystring: Changes }, config: { uncounted: true } }, async (request, reply) => {
      const image = await waitForChange(platform, identityOf(request), request.params.id, request.query, reply.raw);
      return image ?? reply.code(204).send();
    });
  };
}
