import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callOf } from '../../platform/call.js';
import { answerOnce } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { readTotals } from '../repository/projection.js';
import { ById, NewOrder, OrderPage } from '../schema.js';
import { placeOrder } from '../service/place-order.js';
import { getOrder, listEvents, listOrdersOf } from '../service/read-orders.js';

export function orderRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/orders', { schema: { body: NewOrder } }, async (request, reply) => answerOnce(platform, request, reply, (call) => placeOrder(platform, call, request.body)));

    app.get('/orders', { schema: { querystring: OrderPage } }, async (request) => listOrdersOf(callOf(platform, request), request.query));

    app.get('/orders/:id', { schema: { params: ById } }, async (request) => getOrder(callOf(platform, request), request.params.id));

    app.get('/orders/:id/events', { schema: { params: ById } }, async (request) => listEvents(callOf(platform, request), request.params.id));

    app.get('/customer', async (request) => {
      const call = callOf(platform, request);
      return call.read((tx) => readTotals(tx, call.userId));
    });
  };
}
