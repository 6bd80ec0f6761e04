import { randomBytes } from 'node:crypto';
import { HttpError } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { hashPassword } from '../passwords.js';
import { insertTenant, insertUser } from '../repository.js';
import type { CreateTenant } from '../schema.js';

export const emailTaken = () => new HttpError(409, 'email_taken', 'There is an account with this e-mail address already. Sign in.');

/** A tenant comes into being with its owner, in one transaction: neither without the other. */
export async function createTenant({ postgres, config }: Platform, { name, owner }: CreateTenant) {
  // Hashing takes long; no connection is held meanwhile.
  const password = await hashPassword(owner.password, config.passwordCost);
  return transaction(postgres, async (tx) => {
    const tenant = await insertTenant(tx, name.trim(), randomBytes(9).toString('base64url'));
    const user = await insertUser(tx, { ...owner, tenantId: tenant.id, role: 'owner', password });
    if (!user) throw emailTaken();
    return { tenant, user };
  });
}
