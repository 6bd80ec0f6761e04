import { roleChanged } from '../../gallery/events.js';
import type { Identity } from '../../platform/auth.js';
import { notFound, wrongState } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { lockMembers, setRole } from '../repository.js';
import { forbidden, mayActAs } from '../roles.js';
import type { ChangeRole, Member } from '../schema.js';

/**
 * Gives a member of the tenant another role.
 *
 * Protected by: the locks on the rows of both, in the order of their ids. Of two admins who demote each other at once the first to lock wins, and the other is an admin no more when
 * it is asked what they may do. Whoever uses the role at this moment holds its row, and is waited for.
 */
export async function changeRole({ postgres, live }: Platform, { userId, tenantId }: Identity, targetId: string, { role }: ChangeRole): Promise<Member> {
  const member = await transaction(postgres, async (tx) => {
    const locked = await lockMembers(tx, tenantId, [userId, targetId]);
    const actor = locked.find(({ id }) => id === userId);
    const target = locked.find(({ id }) => id === targetId.toLowerCase());
    if (!actor || !mayActAs(actor.role, 'admin')) throw forbidden('Only an admin may change roles.');
    if (!target) throw notFound('member');
    if (target === actor) throw wrongState('Nobody can change their own role.');
    if (target.role === 'owner') throw wrongState('The owner stays the owner.');
    return setRole(tx, target.id, role);
  });
  roleChanged(live, member.id, member.role);
  return member;
}
