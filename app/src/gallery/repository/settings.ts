import { HttpError } from '../../platform/errors.js';
import type { Queryable } from '../../platform/postgres.js';
import type { Maintenance } from '../events.js';

const TURN = 'hashtextextended($1::uuid::text, 0)';

/**
 * To be called first in every transaction that changes a tenant's gallery. Refused with 503 during maintenance.
 *
 * Protected by: the share lock on the tenant's settings, held until the commit. Writers do not disturb each other; the switch, which changes the row, waits until those
 * before it have ended, and those after it read what it wrote. The advisory lock makes that fair: a row that is share-locked already lets newcomers in past one who waits to
 * change it, for as long as they come, but an advisory lock has a queue.
 */
export async function enterGallery(tx: Queryable, tenantId: string): Promise<void> {
  // One statement: the row is locked, and then read as it is by then, after the advisory lock has been waited for.
  const { rows } = await tx.query<{ maintenance: boolean; message: string | null }>(
    `select s.maintenance, s.message from (select pg_advisory_xact_lock_shared(${TURN}) as taken offset 0) turn cross join gallery_settings s
     where s.tenant_id = $1 and turn.taken is not null for share of s`,
    [tenantId],
  );
  if (rows[0]?.maintenance) throw new HttpError(503, 'maintenance', rows[0].message ?? 'The gallery is being maintained. Try again in a few seconds.', { headers: { 'retry-after': '5' } });
}

const SETTINGS = 'maintenance, message, version';

export async function readSettings(db: Queryable, tenantId: string): Promise<Maintenance> {
  const { rows } = await db.query<Maintenance>(`select ${SETTINGS} from gallery_settings where tenant_id = $1`, [tenantId]);
  return rows[0]!;
}

/** Waits for everyone who has entered the gallery; who comes meanwhile waits behind. */
export async function switchSettings(tx: Queryable, tenantId: string, maintenance: boolean, message: string | null): Promise<Maintenance> {
  await tx.query(`select pg_advisory_xact_lock(${TURN})`, [tenantId]);
  const { rows } = await tx.query<Maintenance>(`update gallery_settings set maintenance = $2, message = $3, version = version + 1 where tenant_id = $1 returning ${SETTINGS}`, [tenantId, maintenance, message]);
  return rows[0]!;
}
