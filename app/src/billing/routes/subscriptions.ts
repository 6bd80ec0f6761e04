import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callOf } from '../../platform/call.js';
import { answerOnce } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { ChangePlan, CustomerEdit, Subscribe } from '../schema.js';
import { cancelSubscription, changePlan, getSubscription, subscribe } from '../service/change-subscription.js';
import { editCustomer, getCustomer, getCustomers } from '../service/edit-customer.js';

export function subscriptionRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/customer', async (request) => ({ customer: await getCustomer(callOf(platform, request)) }));

    app.put('/customer', { schema: { body: CustomerEdit } }, async (request) => ({ customer: await editCustomer(callOf(platform, request), request.body) }));

    app.get('/customers', async (request) => ({ customers: await getCustomers(callOf(platform, request)) }));

    app.get('/subscription', async (request) => getSubscription(callOf(platform, request)));

    app.post('/subscription', { schema: { body: Subscribe } }, async (request, reply) => answerOnce(platform, request, reply, (call) => subscribe(platform, call, request.body.planId)));

    app.put('/subscription', { schema: { body: ChangePlan } }, async (request) => changePlan(platform, callOf(platform, request), request.body));

    app.delete('/subscription', async (request) => cancelSubscription(platform, callOf(platform, request)));
  };
}
