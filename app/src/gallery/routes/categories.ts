import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { identityOf } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { listCategories } from '../repository/categories.js';
import { ById, CategoryEdit, Merge, Named } from '../schema.js';
import { createBreed, deleteBreed } from '../service/curate-breeds.js';
import { createCategory, deleteCategory, mergeCategories, renameCategory } from '../service/curate-categories.js';

export function categoryRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/categories', async (request) => ({ categories: await listCategories(platform.postgres, identityOf(request).tenantId) }));

    app.post('/categories', { schema: { body: Named } }, async (request, reply) => reply.code(201).send(await createCategory(platform, identityOf(request), request.body.name)));

    app.patch('/categories/:id', { schema: { params: ById, body: CategoryEdit } }, async (request) => renameCategory(platform, identityOf(request), request.params.id, request.body));

    app.post('/categories/:id/merge', { schema: { params: ById, body: Merge } }, async (request) => mergeCategories(platform, identityOf(request), request.params.id, request.body.into));

    app.delete('/categories/:id', { schema: { params: ById } }, async (request, reply) => {
      await deleteCategory(platform, identityOf(request), request.params.id);
      return reply.code(204).send();
    });

    app.post('/categories/:id/breeds', { schema: { params: ById, body: Named } }, async (request, reply) =>
      reply.code(201).send(await createBreed(platform, identityOf(request), request.params.id, request.body.name)));

    app.delete('/breeds/:id', { schema: { params: ById } }, async (request, reply) => {
      await deleteBreed(platform, identityOf(request), request.params.id);
      return reply.code(204).send();
    });
  };
}
