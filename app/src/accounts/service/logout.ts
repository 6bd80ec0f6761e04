import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { lockFamilyOf, revokeFamily } from '../refresh-tokens.js';

/** Ends the sign-in that the token belongs to. Protected by: the same row lock on the family as a refresh. */
export async function logout({ postgres }: Platform, token: string): Promise<void> {
  await transaction(postgres, async (tx) => {
    const familyId = await lockFamilyOf(tx, token);
    if (familyId) await revokeFamily(tx, familyId, 'logout');
  });
}
