import type { Identity, Role } from '../platform/auth.js';
import { HttpError } from '../platform/errors.js';
import type { Queryable } from '../platform/postgres.js';

const RANK: Record<Role, number> = { member: 0, moderator: 1, admin: 2, owner: 2 };

export const forbidden = (message: string) => new HttpError(403, 'forbidden', message);

export const mayActAs = (role: Role, needed: 'moderator' | 'admin') => RANK[role] >= RANK[needed];

/**
 * To be called in a transaction that is for staff alone (admins and the owner), before it locks anything of the shop or of billing: who is one no more is refused, and who is one stays one
 * until it ends. Protected by: see {@link holdRole}.
 *
 * @throws 403 `forbidden`.
 */
export async function holdStaff(tx: Queryable, identity: Identity): Promise<void> {
  if (!mayActAs(await holdRole(tx, identity), 'admin')) throw forbidden('Only an admin may do this.');
}

/**
 * The user's role now, not as the access token says it, and unchanged until the transaction ends.
 * Protected by: the share lock on the user's row. A demotion waits for those who use the role at this moment; who comes after it reads the new one.
 */
export async function holdRole(tx: Queryable, { userId }: Identity): Promise<Role> {
  const { rows } = await tx.query<{ role: Role }>('select role from users where id = $1 for share', [userId]);
  return rows[0]?.role ?? 'member';
}
