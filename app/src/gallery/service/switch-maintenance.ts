import { holdRole } from '../../accounts/roles.js';
import type { Identity } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { type Maintenance, maintenanceChanged } from '../events.js';
import { switchSettings } from '../repository/settings.js';
import type { Switch } from '../schema.js';
import { requireAdmin } from './as-admin.js';

/**
 * Switches maintenance on or off. Protected by: the UPDATE, which waits for everyone who holds the tenant's settings: when it returns, what was admitted before is committed
 * or rolled back, and who comes later reads the new state.
 */
export async function switchMaintenance({ postgres, live }: Platform, identity: Identity, { maintenance, message = null }: Switch): Promise<Maintenance> {
  const { tenantId } = identity;
  // Asked here as well, so that one who may not switch makes nobody wait for the attempt.
  requireAdmin(await holdRole(postgres, identity));
  const settings = await transaction(postgres, async (tx) => {
    const switched = await switchSettings(tx, tenantId, maintenance, message);
    requireAdmin(await holdRole(tx, identity));
    return switched;
  });
  maintenanceChanged(live, tenantId, settings);
  return settings;
}
