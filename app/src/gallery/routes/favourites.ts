import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { identityOf } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { ById, Page } from '../schema.js';
import { listOwnFavourites } from '../service/list-images.js';
import { changeFavourite } from '../service/set-favourite.js';

export function favouriteRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.put('/images/:id/favourite', { schema: { params: ById } }, async (request) => changeFavourite(platform, identityOf(request), request.params.id, true));

    app.delete('/images/:id/favourite', { schema: { params: ById } }, async (request) => changeFavourite(platform, identityOf(request), request.params.id, false));

    app.get('/favourites', { schema: { querystring: Page } }, async (request) => listOwnFavourites(platform, identityOf(request), request.query));
  };
}
