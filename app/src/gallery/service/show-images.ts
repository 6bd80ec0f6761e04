import type { Identity } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { withMine } from '../repository/mine.js';
import type { Image, ImageWithMine } from '../schema.js';

/**
 * A page of images that were just read: each as new as anyone has been shown it, without those that are gone since. Where the page ends is
 * to be taken from what was read, not from what is shown.
 */
export async function showImages({ postgres, imageCache }: Platform, { tenantId, userId }: Identity, images: Image[]): Promise<ImageWithMine[]> {
  const shown = (await imageCache.show(tenantId, images)).filter((image) => image !== undefined);
  return withMine(postgres, userId, shown);
}
