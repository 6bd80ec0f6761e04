import type { Identity } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { listComments } from '../repository/comments.js';
import type { Comment, NumberedPage } from '../schema.js';
import { getImage } from './get-image.js';

/** The comments on an image that the user may see. The image is looked at last: comments that went with it are never answered as if there had been none. */
export async function listCommentsOfImage(platform: Platform, identity: Identity, imageId: string, page: NumberedPage): Promise<{ comments: Comment[]; next: number | null }> {
  const found = await listComments(platform.postgres, imageId, { ...page, limit: page.limit + 1 });
  await getImage(platform, identity, imageId);
  const comments = found.slice(0, page.limit);
  return { comments, next: found.length > page.limit ? comments.at(-1)!.number : null };
}
