import type { FastifyInstance } from 'fastify';
import { HttpError } from './errors.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Not counted and never shed: a connection that is open for long, or a question about the process itself. */
    uncounted?: boolean;
  }
}

/**
 * Sheds load: beyond `max` requests in this process's hands one more is refused at once, before its body is read, instead of queueing until everybody's time is over.
 *
 * Protected by: counting and deciding in one turn of the event loop. A request is counted until its connection has taken the whole answer or is gone.
 */
export function shedLoad(app: FastifyInstance, max: number): void {
  let inFlight = 0;
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.uncounted) return;
    if (inFlight >= max) throw new HttpError(503, 'overloaded', 'Too many requests at once. Try again in a second.', { headers: { 'retry-after': '1' } });
    inFlight++;
    reply.raw.once('close', () => void inFlight--);
  });
}
