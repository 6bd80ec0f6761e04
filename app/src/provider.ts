import { timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyError } from 'fastify';
import { configOrExit, providerConfig } from './platform/config.js';
import { createLog } from './platform/log.js';
import { stopOnSignal } from './platform/shutdown.js';
import { compileWhenFirstUsed } from './platform/validators.js';
import { Accounts } from './provider/accounts.js';
import { Books } from './provider/books.js';
import { Refused } from './provider/payment.js';
import { paymentRoutes, sandboxRoutes } from './provider/routes.js';
import { Webhooks } from './provider/webhooks.js';

// The payment provider: it stands for an outside party, and so has nothing in common with Bazaar but the way it is built and started.
const config = configOrExit(providerConfig);
const log = createLog('info', 'provider');
const accounts = new Accounts();
const webhooks = new Webhooks(config.webhookUrl, config.webhookSecret, config.webhookTimeoutMs, accounts);
const books = new Books(webhooks.tell);

// Longer than its callers keep idle connections: they close them.
const app = Fastify({ keepAliveTimeout: 75_000, forceCloseConnections: true, ajv: { customOptions: { validateSchema: false }, onCreate: compileWhenFirstUsed } });
app.setErrorHandler((error: FastifyError | Refused, request, reply) => {
  if (error instanceof Refused) return reply.code(error.status).send({ error: error.code, message: error.message, ...error.details });
  const status = error.statusCode ?? 500;
  if (status >= 500) log.error({ err: error, url: request.url }, 'a request failed');
  return reply.code(status).send({ error: status < 500 ? 'bad_request' : 'internal', message: error.message });
});
app.get('/healthz', async () => ({ instance: 'provider' }));
void app.register(async (guarded) => {
  const expected = Buffer.from(`Bearer ${config.apiKey}`);
  guarded.addHook('onRequest', async (request) => {
    const sent = Buffer.from(request.headers.authorization ?? '');
    if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) throw new Refused(401, 'unauthorized', 'Send "Authorization: Bearer <key>".');
  });
  await guarded.register(paymentRoutes(books, accounts), { prefix: '/v1' });
  await guarded.register(sandboxRoutes(books, accounts, webhooks), { prefix: '/sandbox' });
});

stopOnSignal(log, [() => app.close()]);
await app.listen({ host: config.host, port: config.port });
log.info({ host: config.host, port: config.port }, 'listening');
