import { HttpError } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { hashPassword, verifyPassword } from '../passwords.js';
import { addToken, createFamily, newRefreshToken } from '../refresh-tokens.js';
import { findUserByEmail } from '../repository.js';
import type { Login, SignedIn, User } from '../schema.js';

let nobodysPassword: Promise<string> | undefined;

/** Each sign-in starts a token family of its own. */
export async function login(platform: Platform, { email, password }: Login): Promise<SignedIn & { refreshToken: string }> {
  const { postgres, config, tokens } = platform;
  const found = await findUserByEmail(postgres, email);
  // An unknown address takes as long as a wrong password, and so does not show by its speed.
  const stored = found?.password ?? (await (nobodysPassword ??= hashPassword('nobody', config.passwordCost)));
  const correct = await verifyPassword(password, stored);
  if (!found || !correct) throw new HttpError(401, 'invalid_credentials', 'The e-mail address or the password is wrong.');

  const { id, name, role, tenantId } = found;
  const user: User = { id, name, email: found.email, role, tenantId };
  const refreshToken = newRefreshToken();
  const familyId = await transaction(postgres, async (tx) => {
    const id = await createFamily(tx, user.id);
    await addToken(tx, id, refreshToken, config.refreshTokenSeconds);
    return id;
  });
  return { ...tokens.issue(user, familyId), user, refreshToken };
}
