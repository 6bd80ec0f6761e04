import type { Redis } from 'ioredis';
import type pg from 'pg';

/** A lock in Redis, and a ledger in Postgres that only the holder of the lock may write; each buyer has connections of its own. */
export interface Buyer {
  name: string;
  redis: Redis;
  postgres: pg.Client;
}

const lock = 'lock:ledger';

const deleteIfMine = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

/** Ways to give a lock back; the last is right. */
export const releases = {
  /** Wrong: whoever it belongs to by now. */
  delete: async ({ redis }: Buyer) => { await redis.del(lock); },
  /** Wrong: it may become another's between the look and the deletion. */
  lookThenDelete: async ({ redis, name }: Buyer) => { if (await redis.get(lock) === name) await redis.del(lock); },
  deleteIfMine: async ({ redis, name }: Buyer) => { await redis.eval(deleteIfMine, 1, lock, name); },
};

/** Ways to write what the lock protects, with the number that the lock was taken under; the last is right. */
export const writes = {
  nothing: async () => undefined,
  /** Wrong: the lease may have run out meanwhile, and a newer holder have written. */
  unfenced: async ({ postgres, name }: Buyer, token: number) => { await postgres.query('update ledger set writer = $1, token = $2', [name, token]); },
  fenced: async ({ postgres, name }: Buyer, token: number) => { await postgres.query('update ledger set writer = $1, token = $2 where token < $2', [name, token]); },
};

export interface Way {
  release: keyof typeof releases;
  write: keyof typeof writes;
}

/** Takes the lock, writes, and gives the lock back. @returns `busy` where another has it. */
export async function underLock(buyer: Buyer, { release, write }: Way): Promise<'busy' | 'done'> {
  if (!(await take(buyer))) return 'busy';
  await writes[write](buyer, await buyer.redis.incr('lock:ledger:token'));
  await releases[release](buyer);
  return 'done';
}

/** Takes the lock and keeps it. */
export async function take({ redis, name }: Buyer): Promise<boolean> {
  return await redis.set(lock, name, 'PX', 60_000, 'NX') === 'OK';
}

/** What the clock does to a holder who is too slow. */
export async function expire(redis: Redis, holder: string): Promise<void> {
  await redis.eval(deleteIfMine, 1, lock, holder);
}

export async function holderOf(redis: Redis): Promise<string | null> {
  return await redis.get(lock);
}
