import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callOf } from '../../platform/call.js';
import { answerOnce } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { ById, NewTask } from '../schema.js';
import { getTask, requestStatement } from '../service/request-task.js';

export function taskRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/tasks', { schema: { body: NewTask } }, async (request, reply) => answerOnce(platform, request, reply, (call) => requestStatement(call, request.body.customerId)));

    app.get('/tasks/:id', { schema: { params: ById } }, async (request) => ({ task: await getTask(callOf(platform, request), request.params.id) }));
  };
}
