import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { holdStaff } from '../../accounts/roles.js';
import { callOf } from '../../platform/call.js';
import { answerOnce } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { readLedger } from '../repository/ledger.js';
import { ById, NewPayment, NewRefund } from '../schema.js';
import { cancelOrder } from '../service/cancel-order.js';
import { pay } from '../service/pay.js';
import { capture, getPayment, refund } from '../service/settle-payment.js';

export function paymentRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/orders/:id/payments', { schema: { params: ById, body: NewPayment } }, async (request, reply) =>
      answerOnce(platform, request, reply, (call) => pay(platform, call, request.params.id, request.body)));

    app.post('/orders/:id/cancel', { schema: { params: ById } }, async (request) => cancelOrder(platform, callOf(platform, request), request.params.id));

    app.get('/payments/:id', { schema: { params: ById } }, async (request) => getPayment(callOf(platform, request), request.params.id));

    app.post('/payments/:id/capture', { schema: { params: ById } }, async (request, reply) => {
      const { status, body } = await capture(platform, callOf(platform, request), request.params.id);
      return reply.code(status).send(body);
    });

    app.post('/payments/:id/refunds', { schema: { params: ById, body: NewRefund } }, async (request, reply) =>
      answerOnce(platform, request, reply, (call) => refund(platform, call, request.params.id, request.body.amount)));

    app.get('/ledger', async (request) => {
      const call = callOf(platform, request);
      return call.read(async (tx) => {
        await holdStaff(tx, call.identity);
        return { accounts: await readLedger(tx) };
      });
    });
  };
}
