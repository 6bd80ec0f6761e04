import { HttpError } from './errors.js';
import type { Pool, Queryable } from './postgres.js';
import { inTenant } from './tenants.js';

/**
 * To be called first in a transaction that writes under the distributed lock: makes sure that nobody has been given the lock since, and that nobody is until the commit.
 *
 * Protected by: the row of the lock in `tenant_fences`, which holds the highest token given out. It is written, and so held to the commit, by a statement that finds no row if a higher token
 * is there; it waits for who holds the row, and then judges by what they left. A later holder raises the token before its acquisition is acknowledged, and so waits for this transaction.
 *
 * ```ts
 * await call.write(async (tx) => { await fence(tx, tenantId, `stocktake:${warehouseId}`, token); … });
 * ```
 *
 * @throws 409 `lock_lost` when a higher token was given out: everything is rolled back.
 */
export async function fence(tx: Queryable, tenantId: string, name: string, token: number): Promise<void> {
  if (!(await noteToken(tx, '<=', tenantId, name, token))) throw lockLost();
}

export const lockLost = () => new HttpError(409, 'lock_lost', 'The lock was lost to somebody else. Begin anew.');

/** Notes a token that is being given out, in a transaction that holds nothing else; undefined when it was, or the one that is there and not lower. */
export async function raiseFence(pool: Pool, tenantId: string, name: string, token: number, lockTimeoutMs: number): Promise<number | undefined> {
  return inTenant(
    pool,
    tenantId,
    async (tx) => {
      if (await noteToken(tx, '<', tenantId, name, token)) return undefined;
      const { rows } = await tx.query<{ token: string }>('select token from tenant_fences where name = $1', [name]);
      return Number(rows[0]!.token);
    },
    { lockTimeoutMs },
  );
}

async function noteToken(tx: Queryable, above: '<' | '<=', tenantId: string, name: string, token: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into tenant_fences (tenant_id, name, token) values ($1, $2, $3)
     on conflict (tenant_id, name) do update set token = excluded.token where tenant_fences.token ${above} excluded.token`,
    [tenantId, name, token],
  );
  return rowCount === 1;
}
