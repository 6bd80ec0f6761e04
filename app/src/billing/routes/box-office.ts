import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callOf } from '../../platform/call.js';
import { notFound } from '../../platform/errors.js';
import { answerOnce } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { findEvent, listEvents, listTickets } from '../repository/box-office.js';
import { ById, NewEvent, Purchase } from '../schema.js';
import { buyTickets } from '../service/buy-tickets.js';
import { offerEvent } from '../service/offer.js';

export function boxOfficeRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/events', { schema: { body: NewEvent } }, async (request, reply) => answerOnce(platform, request, reply, (call) => offerEvent(platform, call, request.body)));

    app.get('/events', async (request) => ({ events: await callOf(platform, request).read(listEvents) }));

    app.get('/events/:id', { schema: { params: ById } }, async (request) => {
      const event = await callOf(platform, request).read((tx) => findEvent(tx, request.params.id));
      if (!event) throw notFound('event');
      return { event };
    });

    app.post('/events/:id/tickets', { schema: { params: ById, body: Purchase } }, async (request, reply) =>
      answerOnce(platform, request, reply, (call) => buyTickets(platform, call, request.params.id, request.body.quantity)));

    app.get('/tickets', async (request) => {
      const call = callOf(platform, request);
      return { tickets: await call.read((tx) => listTickets(tx, call.userId)) };
    });
  };
}
