import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callOf } from '../../platform/call.js';
import { answerOnce } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { listWarehouses } from '../repository/warehouses.js';
import { BeginStocktake, ByCount, ById, Count, Delivery, EndStocktake, NewWarehouse, RenewStocktake } from '../schema.js';
import { createWarehouse } from '../service/curate-products.js';
import { deliver } from '../service/deliver.js';
import { beginStocktake, count, endStocktake, renewStocktake } from '../service/stocktake.js';

export function warehouseRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/warehouses', async (request) => ({ warehouses: await callOf(platform, request).read(listWarehouses) }));

    app.post('/warehouses', { schema: { body: NewWarehouse } }, async (request, reply) =>
      answerOnce(platform, request, reply, (call) => createWarehouse(call, request.body.name)));

    app.post('/warehouses/:id/deliveries', { schema: { params: ById, body: Delivery } }, async (request, reply) =>
      answerOnce(platform, request, reply, (call) => deliver(platform, call, request.params.id, request.body)));

    app.post('/warehouses/:id/stocktake', { schema: { params: ById, body: BeginStocktake } }, async (request, reply) =>
      reply.code(201).send(await beginStocktake(platform, callOf(platform, request), request.params.id, request.body?.leaseSeconds)));

    app.put('/warehouses/:id/stocktake', { schema: { params: ById, body: RenewStocktake } }, async (request) =>
      renewStocktake(platform, callOf(platform, request), request.params.id, request.body.owner, request.body.leaseSeconds));

    app.delete('/warehouses/:id/stocktake', { schema: { params: ById, querystring: EndStocktake } }, async (request, reply) => {
      await endStocktake(platform, callOf(platform, request), request.params.id, request.query.owner);
      return reply.code(204).send();
    });

    app.put('/warehouses/:id/stocktake/counts/:productId', { schema: { params: ByCount, body: Count } }, async (request) =>
      count(platform, callOf(platform, request), request.params.id, request.params.productId, request.body));
  };
}
