import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { HttpError } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { receiveWebhook } from '../service/receive-webhook.js';

/** What the payment provider tells. Without a token and not counted: its signature says that it is the provider. */
export function webhookRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    // The signature is of the bytes as they came.
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));

    app.post('/payments/webhooks', async (request) => {
      if (typeof request.body !== 'string') throw new HttpError(401, 'signature_invalid', 'There is nothing that could be signed.');
      return receiveWebhook(platform, request.headers['x-provider-signature'], request.body);
    });
  };
}
