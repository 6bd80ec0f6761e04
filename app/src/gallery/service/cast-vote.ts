import type { Identity } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { imageChanged, imageUnchanged, voteChanged } from '../events.js';
import { findImage } from '../repository/feed.js';
import { addToCounters, lockReadyImage } from '../repository/lock-image.js';
import { findMine } from '../repository/mine.js';
import { enterGallery } from '../repository/settings.js';
import { lockMember, recordVote } from '../repository/votes.js';
import type { ImageWithMine, Mine } from '../schema.js';

export interface CastVote {
  vote: Mine['vote'];
  /** Of the entry in the user's history; null when there was nothing to withdraw. */
  number: number | null;
  image: ImageWithMine;
}

/**
 * Votes, or withdraws the vote (0). Every vote is an entry of the history, also one that repeats the last; the counters say how many vote now.
 *
 * Protected by: the lock on the member, so that one user's votes take effect one after the other, in the order of their numbers; the lock on the image, against its deletion
 * and for its counters, to which only the difference between the vote before and now is added, in the transaction that changes the vote.
 */
export async function castVote(platform: Platform, { tenantId, userId }: Identity, imageId: string, vote: Mine['vote']): Promise<CastVote> {
  const { number, changed, image, mine } = await transaction(platform.postgres, async (tx) => {
    await enterGallery(tx, tenantId);
    await lockMember(tx, userId);
    // Before the lock on the image, which many may be waiting for: no longer than needed.
    const { vote: before, favourite } = await findMine(tx, userId, imageId);
    await lockReadyImage(tx, tenantId, imageId);
    const number = vote === 0 && before === 0 ? null : await recordVote(tx, imageId, userId, vote);
    const changed = vote !== before;
    const image = changed
      ? (await addToCounters(tx, imageId, { upVotes: Number(vote === 1) - Number(before === 1), downVotes: Number(vote === -1) - Number(before === -1) })).image
      : (await findImage(tx, tenantId, imageId))!;
    return { number, changed, image, mine: { vote, favourite } };
  });
  const newest = await (changed ? imageChanged : imageUnchanged)(platform, tenantId, image);
  if (number !== null) voteChanged(platform.live, userId, { imageId, vote, number });
  return { vote, number, image: { ...newest, mine } };
}
