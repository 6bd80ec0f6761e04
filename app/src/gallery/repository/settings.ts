import { HttpError } from '../../platform/errors.js';
import type { Queryable } from '../../platform/postgres.js';
import type { Maintenance } from '../events.js';

/**
 * To be called first in every transaction that changes a tenant's gallery. Refused with 503 during maintenance.
 *
 * Protected by: the share lock on the tenant's settings, held until the commit. Writers do not disturb each other; the switch, which
 * changes the row, waits until those before it have ended, and those after it read what it wrote.
 */
export async function enterGallery(tx: Queryable, tenantId: string): Promise<void> {
  const { rows } = await tx.query<{ maintenance: boolean; message: string | null }>('select maintenance, message from gallery_settings where tenant_id = $1 for share', [tenantId]);
  if (rows[0]?.maintenance) throw new HttpError(503, 'maintenance', rows[0].message ?? 'The gallery is being maintained. Try again in a few seconds.', { headers: { 'retry-after': '5' } });
}

const SETTINGS = 'maintenance, message, version';

export async function readSettings(db: Queryable, tenantId: string): Promise<Maintenance> {
  const { rows } = await db.query<Maintenance>(`select ${SETTINGS} from gallery_settings where tenant_id = $1`, [tenantId]);
  return rows[0]!;
}

/** Waits for everyone who has entered the gallery. */
export async function switchSettings(tx: Queryable, tenantId: string, maintenance: boolean, message: string | null): Promise<Maintenance> {
  const { rows } = await tx.query<Maintenance>(`update gallery_settings set maintenance = $2, message = $3, version = version + 1 where tenant_id = $1 returning ${SETTINGS}`, [tenantId, maintenance, message]);
  return rows[0]!;
}
