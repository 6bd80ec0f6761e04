import { unauthorized } from '../../platform/auth.js';
import type { HttpError } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { addToken, findToken, lockFamilyOf, newRefreshToken, revokeFamily, spend } from '../refresh-tokens.js';
import { findUser } from '../repository.js';
import type { SignedIn } from '../schema.js';

export interface Refreshed extends SignedIn {
  /** Absent for the tab that came second: the cookie that the first one was given is the family's only live token. */
  refreshToken?: string;
}

const expired = () => unauthorized('refresh_token_expired', 'The sign-in has expired. Sign in again.');
const reused = () => unauthorized('refresh_token_reused', 'This refresh token was used before. For safety the sign-in has been ended: sign in again.');

/**
 * Trades a refresh token for an access token and the next refresh token.
 *
 * A token that comes a second time was either copied, or sent by a second tab in the moment when the first tab's answer was
 * still on its way. The second is taken for granted only within a short grace *and* while the new token has not been used; it is then
 * given an access token and no refresh token, so the family still has one live token, in the cookie the tabs share. Otherwise
 * the family is revoked, for both the thief and the robbed.
 *
 * Protected by: the row lock on the family, under which the token is read, spent and replaced.
 */
export async function refresh({ postgres, config, tokens }: Platform, token: string): Promise<Refreshed> {
  // A refusal is returned, not thrown, out of the transaction: the revocation must be committed.
  const outcome = await transaction(postgres, async (tx): Promise<Refreshed | HttpError> => {
    const familyId = await lockFamilyOf(tx, token);
    if (!familyId) return expired();
    const found = await findToken(tx, token, config.refreshGraceSeconds);
    const user = await findUser(tx, found.userId);
    if (!user) return expired();

    if (found.familyRevoked) return found.familyRevoked === 'reuse' ? reused() : expired();
    if (found.spent) {
      if (found.withinGrace && found.successorUnspent) return { ...tokens.issue(user, familyId), user };
      await revokeFamily(tx, familyId, 'reuse');
      return reused();
    }
    if (found.expired) return expired();
    const refreshToken = newRefreshToken();
    await spend(tx, found.id);
    await addToken(tx, familyId, refreshToken, config.refreshTokenSeconds, found.id);
    return { ...tokens.issue(user, familyId), user, refreshToken };
  });
  if (outcome instanceof Error) throw outcome;
  return outcome;
}
