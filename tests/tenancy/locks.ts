import type { Stores } from '../../fixtures/index.js';

/** A lock as Redis holds it. */
export interface LiveLock { name: string; owner: string; token: number; /** -1: it never expires. */ leftMs: number }

/** Name of the lock that a stocktake holds. */
export const stocktakeOf = (warehouseId: string) => `stocktake:${warehouseId}`;

export const keyOf = (tenantId: string, name: string) => `lock:${tenantId}:${name}`;

/** The locks of a tenant that are held now, by name. */
export async function liveLocks({ redis }: Stores, tenantId: string): Promise<LiveLock[]> {
  const prefix = keyOf(tenantId, '');
  const locks = await Promise.all((await redis.keys(`${prefix}*`)).map(async (key) => {
    const [held, leftMs] = await Promise.all([redis.client.hgetall(key), redis.client.pttl(key)]);
    return { name: key.slice(prefix.length), owner: held['owner'] ?? '', token: Number(held['token']), leftMs };
  }));
  // One that expired between the two looks is not held.
  return locks.filter(({ leftMs }) => leftMs !== -2);
}

/** The clock, past the application: the lease of a lock ends now. */
export async function endLease({ redis }: Stores, tenantId: string, name: string): Promise<void> {
  await redis.client.pexpire(keyOf(tenantId, name), 0);
}
