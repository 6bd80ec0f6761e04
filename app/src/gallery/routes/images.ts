import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { findUser } from '../../accounts/repository.js';
import { identityOf } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { enforceRateLimit } from '../../platform/rate-limit.js';
import { readAccount } from '../repository/members.js';
import { withMine } from '../repository/mine.js';
import { ById, FileSize, ImageEdit, Page, Upload } from '../schema.js';
import { deleteImage } from '../service/delete-image.js';
import { editImage } from '../service/edit-image.js';
import { listOwnImages } from '../service/list-images.js';
import { openFile } from '../service/open-file.js';
import { readImage } from '../service/read-image.js';
import { uploadImage } from '../service/upload-image.js';

export function imageRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  const { postgres, redis, files, config } = platform;

  return async (app) => {
    app.post('/images', { schema: { querystring: Upload } }, async (request, reply) => {
      const identity = identityOf(request);
      // Counted before a byte of the file is read.
      await enforceRateLimit(redis, reply, { key: `images:${identity.userId}`, limit: config.imagesPerMinute, windowSeconds: 60 });
      const { file, description } = await readImage(request, files, { maxBytes: config.maxImageBytes, maxPixels: config.maxImagePixels });
      const { image, created } = await uploadImage(platform, identity, { ...request.query, description }, file);
      const [answer] = await withMine(postgres, identity.userId, [image]);
      return reply.code(created ? 201 : 200).send(answer);
    });

    app.get('/images/mine', { schema: { querystring: Page } }, async (request) => listOwnImages(platform, identityOf(request), request.query));

    app.get('/images/:id/file', { schema: { params: ById, querystring: FileSize } }, async (request, reply) => {
      const { mediaType, byteSize, stream } = await openFile(platform, identityOf(request), request.params.id, request.query.size);
      // Nosniff: the bytes are a user's, and are to be taken for nothing but the image they were found to be.
      return reply.headers({ 'content-type': mediaType, 'content-length': byteSize, 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' }).send(stream);
    });

    app.patch('/images/:id', { schema: { params: ById, body: ImageEdit } }, async (request) => editImage(platform, identityOf(request), request.params.id, request.body));

    app.delete('/images/:id', { schema: { params: ById } }, async (request, reply) => {
      await deleteImage(platform, identityOf(request), request.params.id);
      return reply.code(204).send();
    });

    app.get('/me', async (request) => {
      const { userId, role } = identityOf(request);
      const [user, used] = await Promise.all([findUser(postgres, userId), readAccount(postgres, userId)]);
      return { role: user?.role ?? role, quota: { images: { used: used.images, limit: config.quotaImages }, bytes: { used: used.bytes, limit: config.quotaBytes } } };
    });
  };
}
