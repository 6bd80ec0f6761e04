import { transaction, type Isolation, type Pool, type Queryable } from './postgres.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export interface TenantOptions {
  /** Preset: READ COMMITTED. */
  isolation?: Isolation;
  /** How often `work` runs at most when it loses a conflict. Preset: 8. */
  attempts?: number;
  /** How long a statement waits for a lock before the transaction is given up (409 `locked`). Preset: as long as a statement may take. */
  lockTimeoutMs?: number;
  /** Told before each run which it is: 1, 2, 3 … */
  onAttempt?: (attempt: number) => void;
}

/**
 * Runs `work` in a transaction of one tenant: whatever it reads and writes in tables with row security is of that tenant. Everything that has to do with a tenant goes through
 * here, single reads too: outside of it those tables have no rows, and writing to them is an error.
 *
 * Protected by: row security, which binds the role that each connection of the pool begins as; and `SET LOCAL`, which ends with the transaction, so that a connection
 * goes back to the pool knowing no tenant, whatever happened to the transaction.
 *
 * ```ts
 * const level = await inTenant(postgres, tenantId, (tx) => findLevel(tx, productId, warehouseId));
 * ```
 *
 * @param tenantId of the access token, or of what a message or a webhook was found to belong to; never of a path, a query or a body.
 * @param work run again from the start when it loses a conflict; reads its state itself.
 */
export async function inTenant<T>(pool: Pool, tenantId: string, work: (tx: Queryable) => Promise<T>, options: TenantOptions = {}): Promise<T> {
  const { lockTimeoutMs, ...rest } = options;
  // It becomes part of a command's text: SET takes no parameters.
  if (!UUID.test(tenantId)) throw new Error('The tenant of a transaction must be a UUID.');
  const settings = [`SET LOCAL bazaar.tenant = '${tenantId}'`, ...(lockTimeoutMs === undefined ? [] : [`SET LOCAL lock_timeout = ${Math.trunc(lockTimeoutMs)}`])];
  return transaction(pool, work, { ...rest, settings: settings.join('; ') });
}

/**
 * Looks over all tenants, to find work (what is due, what is old), which is then done in each tenant by {@link inTenant}. Nothing that answers a request may use it.
 * The connection's own role, which owns the tables, is not bound by row security; so that nothing is changed in the wrong tenant, the transaction only reads.
 *
 * ```ts
 * const due = await asSystem(postgres, (tx) => tx.query<{ tenantId: string }>('select distinct tenant_id as "tenantId" from …'));
 * ```
 */
export async function asSystem<T>(pool: Pool, work: (tx: Queryable) => Promise<T>): Promise<T> {
  return transaction(pool, work, { settings: 'SET LOCAL ROLE NONE', readOnly: true });
}
