import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { identityOf, requireIdentity } from '../platform/auth.js';
import { notFound } from '../platform/errors.js';
import { userTopic } from '../platform/live.js';
import type { Platform } from '../platform/platform.js';
import { enforceRateLimit } from '../platform/rate-limit.js';
import { streamTopics } from '../platform/stream.js';
import { findDispute, listDisputes } from './repository/disputes.js';
import { findJobOfUser } from './repository/jobs.js';
import { findSession, listSessions } from './repository/sessions.js';
import { ById, ByReference, Edit, Page, Upload } from './schema.js';
import { cancelSession } from './service/cancel-session.js';
import { editSession } from './service/edit-session.js';
import { readUpload } from './service/read-upload.js';
import { removeSession } from './service/remove-session.js';
import { submitSession } from './service/submit-session.js';
import { uploadSession } from './service/upload-session.js';
import { validateSession } from './service/validate-session.js';

export function disputeRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  const { postgres, redis, files, config } = platform;

  return async (app) => {
    requireIdentity(app, platform.tokens);

    app.post('/disputes/sessions', { schema: { querystring: Upload } }, async (request, reply) => {
      const identity = identityOf(request);
      // Counted before a byte of the file is read.
      await enforceRateLimit(redis, reply, { key: `uploads:${identity.userId}`, limit: config.uploadsPerMinute, windowSeconds: 60 });
      const upload = await readUpload(request, files, config.maxFileBytes);
      return reply.code(201).send(await uploadSession(platform, identity, request.query.kind, upload));
    });

    app.get('/disputes/sessions', async (request) => ({ sessions: await listSessions(postgres, identityOf(request).userId) }));

    app.get('/disputes/sessions/:id', { schema: { params: ById } }, async (request) => {
      const session = await findSession(postgres, { id: request.params.id, uploadedBy: identityOf(request).userId });
      if (!session) throw notFound('session');
      return session;
    });

    app.patch('/disputes/sessions/:id', { schema: { params: ById, body: Edit } }, async (request) =>
      editSession(platform, { id: request.params.id, uploadedBy: identityOf(request).userId }, request.body));

    app.post('/disputes/sessions/:id/validate', { schema: { params: ById } }, async (request) =>
      validateSession(platform, { id: request.params.id, uploadedBy: identityOf(request).userId }));

    app.post('/disputes/sessions/:id/submit', { schema: { params: ById } }, async (request, reply) =>
      reply.code(202).send({ job: await submitSession(platform, identityOf(request), request.params.id) }));

    app.post('/disputes/sessions/:id/cancel', { schema: { params: ById } }, async (request) =>
      cancelSession(platform, { id: request.params.id, uploadedBy: identityOf(request).userId }));

    app.delete('/disputes/sessions/:id', { schema: { params: ById } }, async (request, reply) => {
      await removeSession(platform, { id: request.params.id, uploadedBy: identityOf(request).userId });
      return reply.code(204).send();
    });

    app.get('/disputes/jobs/:id', { schema: { params: ById } }, async (request) => {
      const job = await findJobOfUser(postgres, request.params.id, identityOf(request).userId);
      if (!job) throw notFound('job');
      return job;
    });

    // Without an answer to HEAD, which would never end.
    app.get('/disputes/events', { exposeHeadRoute: false, config: { uncounted: true } }, async (request, reply) => {
      const identity = identityOf(request);
      return streamTopics(platform, identity, [userTopic(identity.userId)], reply);
    });

    app.get('/disputes', { schema: { querystring: Page } }, async (request) => {
      const { limit, after } = request.query;
      const found = await listDisputes(postgres, identityOf(request).tenantId, limit + 1, after ?? '');
      const disputes = found.slice(0, limit);
      return { disputes, next: found.length > limit ? disputes.at(-1)?.reference : null };
    });

    app.get('/disputes/:reference', { schema: { params: ByReference } }, async (request) => {
      const dispute = await findDispute(postgres, identityOf(request).tenantId, request.params.reference);
      if (!dispute) throw notFound('dispute');
      return dispute;
    });
  };
}
