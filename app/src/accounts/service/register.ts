import { HttpError } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { hashPassword } from '../passwords.js';
import { findTenantByInvite, insertUser } from '../repository.js';
import type { Register, User } from '../schema.js';
import { emailTaken } from './create-tenant.js';

export async function register({ postgres, config }: Platform, { inviteCode, name, email, password }: Register): Promise<User> {
  const tenantId = await findTenantByInvite(postgres, inviteCode);
  if (!tenantId) throw new HttpError(404, 'unknown_invite', 'There is no tenant with this invite code.');
  const user = await insertUser(postgres, { tenantId, name, email, role: 'member', password: await hashPassword(password, config.passwordCost) });
  if (!user) throw emailTaken();
  return user;
}
