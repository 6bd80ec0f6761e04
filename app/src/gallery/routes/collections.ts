import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { identityOf } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { listCollections } from '../repository/collections.js';
import { ById, Entry, NewCollection, Page, RenameCollection } from '../schema.js';
import { changeEntry, makeCollection, nameCollection, removeCollection } from '../service/change-collection.js';
import { getCollection } from '../service/get-collection.js';

export function collectionRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/collections', { schema: { body: NewCollection } }, async (request, reply) => reply.code(201).send(await makeCollection(platform, identityOf(request), request.body.name)));

    app.get('/collections', async (request) => ({ collections: await listCollections(platform.postgres, identityOf(request).userId) }));

    app.get('/collections/:id', { schema: { params: ById, querystring: Page } }, async (request) => getCollection(platform, identityOf(request), request.params.id, request.query));

    app.patch('/collections/:id', { schema: { params: ById, body: RenameCollection } }, async (request) =>
      nameCollection(platform, identityOf(request), request.params.id, request.body));

    app.delete('/collections/:id', { schema: { params: ById } }, async (request, reply) => {
      await removeCollection(platform, identityOf(request), request.params.id);
      return reply.code(204).send();
    });

    app.put('/collections/:id/images/:imageId', { schema: { params: Entry } }, async (request) => ({
      collection: await changeEntry(platform, identityOf(request), request.params.id, request.params.imageId, true),
    }));

    app.delete('/collections/:id/images/:imageId', { schema: { params: Entry } }, async (request) => ({
      collection: await changeEntry(platform, identityOf(request), request.params.id, request.params.imageId, false),
    }));
  };
}
