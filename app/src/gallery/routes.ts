import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { requireIdentity } from '../platform/auth.js';
import type { Platform } from '../platform/platform.js';
import { categoryRoutes } from './routes/categories.js';
import { imageRoutes } from './routes/images.js';
import { maintenanceRoutes } from './routes/maintenance.js';

export function galleryRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    requireIdentity(app, platform.tokens);
    await app.register(imageRoutes(platform), { prefix: '/gallery' });
    await app.register(categoryRoutes(platform), { prefix: '/gallery' });
    await app.register(maintenanceRoutes(platform), { prefix: '/gallery' });
  };
}
