import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callOf } from '../../platform/call.js';
import { answerOnce } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { listActive } from '../repository/reservations.js';
import { ById, NewReservation } from '../schema.js';
import { release, reserve } from '../service/reserve.js';

export function reservationRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/reservations', { schema: { body: NewReservation } }, async (request, reply) =>
      answerOnce(platform, request, reply, (call) => reserve(platform, call, request.body)));

    app.get('/reservations', async (request) => {
      const call = callOf(platform, request);
      return { reservations: await call.read((tx) => listActive(tx, call.userId)) };
    });

    app.delete('/reservations/:id', { schema: { params: ById } }, async (request, reply) => {
      await release(platform, callOf(platform, request), request.params.id);
      return reply.code(204).send();
    });
  };
}
