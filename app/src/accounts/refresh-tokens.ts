import { createHash, randomBytes } from 'node:crypto';
import type { Queryable } from '../platform/postgres.js';

/** What a browser holds: 256 random bits. Only their hash is stored, so that a copy of the database signs nobody in. */
export const newRefreshToken = () => randomBytes(32).toString('base64url');
const hashOf = (token: string) => createHash('sha256').update(token).digest();

export interface RefreshToken {
  id: string;
  userId: string;
  expired: boolean;
  spent: boolean;
  /** Spent so lately that another tab's refresh, sent at the same time, explains the second coming. */
  withinGrace: boolean;
  familyRevoked: 'logout' | 'reuse' | null;
  /** The token that took its place is still unspent. */
  successorUnspent: boolean;
}

export async function createFamily(tx: Queryable, userId: string): Promise<string> {
  const { rows } = await tx.query<{ id: string }>('insert into token_families (user_id) values ($1) returning id', [userId]);
  return rows[0]!.id;
}

/** Protected by: the unique index on the family's unspent token. A family cannot fork. */
export async function addToken(tx: Queryable, familyId: string, token: string, seconds: number, replaces: string | null = null): Promise<void> {
  await tx.query(
    `insert into refresh_tokens (family_id, replaces, hash, expires_at) values ($1, $2, $3, now() + $4 * interval '1 second')`,
    [familyId, replaces, hashOf(token), seconds],
  );
}

/** Locks the family a token belongs to: whatever is done with its tokens is done one after the other. */
export async function lockFamilyOf(tx: Queryable, token: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `select f.id from token_families f where f.id = (select family_id from refresh_tokens where hash = $1) for update`,
    [hashOf(token)],
  );
  return rows[0]?.id;
}

/**
 * To be read after the family is locked, and in a statement of its own: a statement that waits for the lock would see the token as it
 * was before the wait.
 */
export async function findToken(tx: Queryable, token: string, graceSeconds: number): Promise<RefreshToken> {
  const { rows } = await tx.query<RefreshToken>(
    `select t.id, f.user_id as "userId", f.revoked_because as "familyRevoked", t.expires_at <= clock_timestamp() as expired,
            t.spent_at is not null as spent,
            coalesce(t.spent_at > clock_timestamp() - $2 * interval '1 second', false) as "withinGrace",
            exists (select from refresh_tokens n where n.replaces = t.id and n.spent_at is null) as "successorUnspent"
     from refresh_tokens t join token_families f on f.id = t.family_id where t.hash = $1`,
    [hashOf(token), graceSeconds],
  );
  return rows[0]!;
}

export async function spend(tx: Queryable, id: string): Promise<void> {
  await tx.query('update refresh_tokens set spent_at = now() where id = $1', [id]);
}

export async function revokeFamily(tx: Queryable, familyId: string, because: 'logout' | 'reuse'): Promise<void> {
  await tx.query('update token_families set revoked_at = now(), revoked_because = $2 where id = $1 and revoked_at is null', [familyId, because]);
}
