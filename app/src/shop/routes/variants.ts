import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callOf } from '../../platform/call.js';
import { answerOnce } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { ById, DutyChange, NewReceipt, PriceChange } from '../schema.js';
import { addReceipt, changeDuty, changePrice, closeTill, readDuty, readTill, report } from '../service/variants.js';

export function variantRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/products/:id/report', { schema: { params: ById } }, async (request) => report(platform, callOf(platform, request), request.params.id));

    app.post('/products/:id/price', { schema: { params: ById, body: PriceChange } }, async (request) =>
      changePrice(platform, callOf(platform, request), request.params.id, request.body.percent));

    app.get('/warehouses/:id/duty', { schema: { params: ById } }, async (request) => readDuty(platform, callOf(platform, request), request.params.id));

    app.put('/warehouses/:id/duty', { schema: { params: ById, body: DutyChange } }, async (request) =>
      changeDuty(platform, callOf(platform, request), request.params.id, request.body));

    app.post('/till/receipts', { schema: { body: NewReceipt } }, async (request, reply) =>
      answerOnce(platform, request, reply, (call) => addReceipt(platform, call, request.body.amount)));

    app.post('/till/close', async (request) => closeTill(platform, callOf(platform, request)));

    app.get('/till', async (request) => readTill(platform, callOf(platform, request)));
  };
}
