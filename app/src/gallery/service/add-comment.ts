import type { Identity } from '../../platform/auth.js';
import { HttpError } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { transaction, violatedConstraint } from '../../platform/postgres.js';
import { commentAdded } from '../comment-events.js';
import { imageChanged, imageUnchanged } from '../events.js';
import { findCommentByKey, insertComment } from '../repository/comments.js';
import { findImage } from '../repository/feed.js';
import { addToCounters, lockReadyImage } from '../repository/lock-image.js';
import { findMine } from '../repository/mine.js';
import { enterGallery } from '../repository/settings.js';
import type { Comment, ImageWithMine, NewComment } from '../schema.js';

export interface AddedComment {
  comment: Comment;
  image: ImageWithMine;
  /** False when the key was sent before: this is the comment that was added then. */
  created: boolean;
}

/**
 * Adds a comment, once for each key.
 *
 * Protected by: the lock on the image, against its deletion, and under which its comments get their numbers and are counted; unique (author, key), for one key sent for several
 * images at once: who comes second runs again, and finds the comment of the first.
 */
export async function addComment(platform: Platform, identity: Identity, imageId: string, { text, key }: NewComment): Promise<AddedComment> {
  const { tenantId, userId } = identity;
  const attempt = () => transaction(platform.postgres, async (tx) => {
    await enterGallery(tx, tenantId);
    const mine = await findMine(tx, userId, imageId);
    await lockReadyImage(tx, tenantId, imageId);
    const existing = key === undefined ? undefined : await findCommentByKey(tx, userId, key);
    if (existing && existing.imageId !== imageId.toLowerCase()) throw new HttpError(400, 'bad_request', 'This key was sent with a comment on another image. Choose a new one for each comment.');
    if (existing) return { comment: existing, image: (await findImage(tx, tenantId, imageId))!, mine, created: false };
    const { image, commentNumbers } = await addToCounters(tx, imageId, { comments: 1, commentNumbers: 1 });
    return { comment: await insertComment(tx, { imageId, author: userId, key, number: commentNumbers, text }), image, mine, created: true };
  });
  const { comment, image, mine, created } = await attempt().catch((error: unknown) => {
    if (violatedConstraint(error) === 'gallery_comments_key') return attempt();
    throw error;
  });
  const newest = await (created ? imageChanged : imageUnchanged)(platform, tenantId, image);
  if (created) commentAdded(platform, tenantId, comment);
  return { comment, image: { ...newest, mine }, created };
}
