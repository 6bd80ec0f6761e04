import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { requireIdentity } from '../platform/auth.js';
import type { Platform } from '../platform/platform.js';
import { categoryRoutes } from './routes/categories.js';
import { collectionRoutes } from './routes/collections.js';
import { commentRoutes } from './routes/comments.js';
import { favouriteRoutes } from './routes/favourites.js';
import { feedRoutes } from './routes/feed.js';
import { imageRoutes } from './routes/images.js';
import { liveRoutes } from './routes/live.js';
import { maintenanceRoutes } from './routes/maintenance.js';
import { voteRoutes } from './routes/votes.js';

export function galleryRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    requireIdentity(app, platform.tokens);
    const routes = [imageRoutes, feedRoutes, voteRoutes, favouriteRoutes, commentRoutes, collectionRoutes, categoryRoutes, maintenanceRoutes, liveRoutes];
    for (const register of routes) await app.register(register(platform), { prefix: '/gallery' });
  };
}
