import { forbidden, holdRole, mayActAs } from '../../accounts/roles.js';
import type { Identity } from '../../platform/auth.js';
import { type Pool, type Queryable, transaction } from '../../platform/postgres.js';
import { enterGallery } from '../repository/settings.js';

/** A transaction that changes the gallery and is for admins alone: who is one no more is refused, and who is one stays one until it ends. */
export async function asAdmin<T>(postgres: Pool, identity: Identity, work: (tx: Queryable) => Promise<T>): Promise<T> {
  return transaction(postgres, async (tx) => {
    await enterGallery(tx, identity.tenantId);
    requireAdmin(await holdRole(tx, identity));
    return work(tx);
  });
}

export function requireAdmin(role: Identity['role']): void {
  if (!mayActAs(role, 'admin')) throw forbidden('Only an admin may do this.');
}
