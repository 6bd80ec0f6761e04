import type { Identity } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { favouriteChanged, imageChanged, imageUnchanged } from '../events.js';
import { setFavourite } from '../repository/favourites.js';
import { findImage } from '../repository/feed.js';
import { addToCounters, lockReadyImage } from '../repository/lock-image.js';
import { findMine } from '../repository/mine.js';
import { enterGallery } from '../repository/settings.js';
import type { ImageWithMine } from '../schema.js';

/**
 * Makes the image a favourite of the user's, or no longer.
 *
 * Protected by: the lock on the image, against its deletion, and so that row and counter change together; the counter only when the row did.
 */
export async function changeFavourite(platform: Platform, { tenantId, userId }: Identity, imageId: string, favourite: boolean): Promise<{ favourite: boolean; image: ImageWithMine }> {
  const { changed, image, mine } = await transaction(platform.postgres, async (tx) => {
    await enterGallery(tx, tenantId);
    const { vote } = await findMine(tx, userId, imageId);
    await lockReadyImage(tx, tenantId, imageId);
    const changed = await setFavourite(tx, imageId, userId, favourite);
    const image = changed ? (await addToCounters(tx, imageId, { favourites: favourite ? 1 : -1 })).image : (await findImage(tx, tenantId, imageId))!;
    return { changed, image, mine: { vote, favourite } };
  });
  const newest = await (changed ? imageChanged : imageUnchanged)(platform, tenantId, image);
  if (changed) favouriteChanged(platform.live, userId, { imageId, favourite, revision: image.revision });
  return { favourite, image: { ...newest, mine } };
}
