import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { handleErrors } from './errors.js';
import { shedLoad } from './in-flight.js';
import type { Log } from './log.js';
import { compileWhenFirstUsed } from './validators.js';

/** A Fastify with everything the modules' routes stand on, and no routes. */
export function createServer(log: Log, maxInFlight: number): FastifyInstance {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 102_400,
    // Longer than a balancer keeps idle connections, so that it is never we who close one just as a request comes.
    keepAliveTimeout: 75_000,
    // The whole of a request, uploads included.
    requestTimeout: 300_000,
    trustProxy: 'loopback, linklocal, uniquelocal',
    return503OnClosing: false,
    // The schemas are built by TypeBox, and need no proof at each start that they are schemas.
    ajv: { customOptions: { validateSchema: false }, onCreate: compileWhenFirstUsed },
  });
  app.decorateRequest('identity', null);
  app.decorateRequest('attempts', 0);
  app.decorateRequest('fingerprint', null);
  void app.register(cookie);
  void app.register(multipart, { throwFileSizeLimit: false });
  handleErrors(app);
  shedLoad(app, maxInFlight);
  app.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.url === '/healthz' || request.routeOptions.url === '/metrics') return;
    request.log.info({ method: request.method, url: request.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime), user: request.identity?.userId }, 'answered');
  });
  return app;
}
