import { forbidden, holdRole, mayActAs } from '../../accounts/roles.js';
import type { Identity } from '../../platform/auth.js';
import { notFound } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { commentGone } from '../comment-events.js';
import { imageChanged } from '../events.js';
import { deleteComment, findComment } from '../repository/comments.js';
import { addToCounters, lockImageIfThere } from '../repository/lock-image.js';
import { enterGallery } from '../repository/settings.js';

/**
 * Removes a comment: its author may, and a moderator.
 *
 * Protected by: the lock on the image, under which the comment is counted off only if it was still there; the role as it is until the commit.
 */
export async function removeComment(platform: Platform, identity: Identity, id: string): Promise<void> {
  const { tenantId, userId } = identity;
  const image = await transaction(platform.postgres, async (tx) => {
    await enterGallery(tx, tenantId);
    const comment = await findComment(tx, tenantId, id);
    if (!comment) throw notFound('comment');
    if (comment.author !== userId && !mayActAs(await holdRole(tx, identity), 'moderator')) throw forbidden('Only its author or a moderator may delete a comment.');
    // With the image the comment is gone as well.
    if (!(await lockImageIfThere(tx, tenantId, comment.imageId, 'update'))) throw notFound('comment');
    if (!(await deleteComment(tx, id))) throw notFound('comment');
    return (await addToCounters(tx, comment.imageId, { comments: -1 })).image;
  });
  await imageChanged(platform, tenantId, image);
  commentGone(platform, tenantId, { id, imageId: image.id });
}
