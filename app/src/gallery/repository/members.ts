import { HttpError } from '../../platform/errors.js';
import type { Queryable } from '../../platform/postgres.js';

export interface Limits {
  images: number;
  bytes: number;
}

interface Account {
  images: number;
  bytes: string;
}

const quotaReached = (what: keyof Limits, limit: number, used: number) =>
  new HttpError(409, 'quota_reached', `At most ${limit} ${what} may be stored. Delete some to make room.`, { details: { what, limit, used } });

/**
 * Books one image more for the user, or refuses it with 409.
 * Protected by: the limit in the WHERE of a single UPDATE. Of uploads that want the last place, the database lets one have it, and the others match nothing.
 */
export async function takeQuota(tx: Queryable, userId: string, byteSize: number, limits: Limits): Promise<void> {
  const { rowCount } = await tx.query(
    'update gallery_members set images = images + 1, bytes = bytes + $2 where user_id = $1 and images + 1 <= $3 and bytes + $2 <= $4',
    [userId, byteSize, limits.images, limits.bytes],
  );
  if (rowCount === 1) return;
  const used = await readAccount(tx, userId);
  throw used.images >= limits.images ? quotaReached('images', limits.images, used.images) : quotaReached('bytes', limits.bytes, used.bytes);
}

/** For who must lock an image after it and does not know yet whether there is something to give back. */
export async function lockAccount(tx: Queryable, userId: string): Promise<void> {
  await tx.query('select from gallery_members where user_id = $1 for no key update', [userId]);
}

/** Protected by: subtracting in the database, in the transaction that deletes the image. */
export async function giveQuotaBack(tx: Queryable, userId: string, byteSize: number): Promise<void> {
  await tx.query('update gallery_members set images = images - 1, bytes = bytes - $2 where user_id = $1', [userId, byteSize]);
}

export async function readAccount(db: Queryable, userId: string): Promise<Limits> {
  const { rows } = await db.query<Account>('select images, bytes from gallery_members where user_id = $1', [userId]);
  return { images: rows[0]?.images ?? 0, bytes: Number(rows[0]?.bytes ?? 0) };
}
