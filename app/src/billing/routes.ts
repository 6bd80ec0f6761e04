import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Platform } from '../platform/platform.js';
import { serveTenants } from '../platform/tenant-routes.js';
import { boxOfficeRoutes } from './routes/box-office.js';
import { invoiceRoutes } from './routes/invoices.js';
import { liveRoutes } from './routes/live.js';
import { planRoutes } from './routes/plans.js';
import { slotRoutes } from './routes/slots.js';
import { subscriptionRoutes } from './routes/subscriptions.js';
import { taskRoutes } from './routes/tasks.js';

export function billingRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    serveTenants(app, platform);
    const routes = [planRoutes, subscriptionRoutes, slotRoutes, boxOfficeRoutes, invoiceRoutes, taskRoutes, liveRoutes];
    for (const register of routes) await app.register(register(platform), { prefix: '/billing' });
  };
}
