import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Platform } from '../platform/platform.js';
import { serveTenants } from '../platform/tenant-routes.js';
import { liveRoutes } from './routes/live.js';
import { orderRoutes } from './routes/orders.js';
import { paymentRoutes } from './routes/payments.js';
import { productRoutes } from './routes/products.js';
import { reservationRoutes } from './routes/reservations.js';
import { variantRoutes } from './routes/variants.js';
import { warehouseRoutes } from './routes/warehouses.js';
import { webhookRoutes } from './routes/webhooks.js';

/** Beside the shop, and not below it: the provider has no token. */
export { webhookRoutes };

export function shopRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    serveTenants(app, platform);
    const routes = [productRoutes, warehouseRoutes, reservationRoutes, orderRoutes, paymentRoutes, variantRoutes, liveRoutes];
    for (const register of routes) await app.register(register(platform), { prefix: '/shop' });
  };
}
