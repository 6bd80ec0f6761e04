import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { identityOf } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { readSettings } from '../repository/settings.js';
import { Switch } from '../schema.js';
import { switchMaintenance } from '../service/switch-maintenance.js';

export function maintenanceRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/maintenance', async (request) => readSettings(platform.postgres, identityOf(request).tenantId));

    app.put('/maintenance', { schema: { body: Switch } }, async (request) => switchMaintenance(platform, identityOf(request), request.body));
  };
}
