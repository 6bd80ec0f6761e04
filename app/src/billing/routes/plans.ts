import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callOf } from '../../platform/call.js';
import { CatalogueCache } from '../../platform/catalogue-cache.js';
import { answerOnce } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { loadPlans, readRevision } from '../repository/plans.js';
import { ById, NewPlan, PlanEdit, type PlanList } from '../schema.js';
import { createPlan, editPlan } from '../service/change-plans.js';

export function planRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  const cache = new CatalogueCache<PlanList>(platform.redis, 'billing:plans', platform.config.catalogueCacheSeconds, platform.log);
  return async (app) => {
    app.get('/plans', async (request) => {
      const call = callOf(platform, request);
      return cache.show(call.tenantId, { revision: () => call.read(readRevision), load: () => call.read(loadPlans) });
    });

    app.post('/plans', { schema: { body: NewPlan } }, async (request, reply) => answerOnce(platform, request, reply, (call) => createPlan(call, request.body)));

    app.patch('/plans/:id', { schema: { params: ById, body: PlanEdit } }, async (request) => ({ plan: await editPlan(callOf(platform, request), request.params.id, request.body) }));
  };
}
