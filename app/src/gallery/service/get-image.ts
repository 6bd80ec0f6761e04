import type { Identity } from '../../platform/auth.js';
import { notFound } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { findImage, findStanding } from '../repository/feed.js';
import { imageGone, whyMissing } from '../repository/gone.js';
import type { Image, ImageWithMine } from '../schema.js';

/**
 * One image, for those who may see it. What the cache holds is shown if it is at least as new as what Postgres says the image is now; so nobody is shown less
 * than was acknowledged before they asked, even if the cache missed a change while Redis could not be reached.
 */
export async function getImage(platform: Platform, { tenantId, userId }: Identity, id: string): Promise<ImageWithMine> {
  const { postgres, imageCache } = platform;
  const [held, standing] = await Promise.all([imageCache.find(tenantId, id), findStanding(postgres, tenantId, userId, id)]);
  if (held === 'gone') throw imageGone();
  if (!standing) throw await missing(platform, tenantId, id);
  const image = held && held.revision >= standing.revision ? held : await readAnew(platform, tenantId, id);
  // Not forbidden but not there: only its uploader knows of it yet.
  if (image.status !== 'READY' && image.uploadedBy !== userId) throw notFound('image');
  return { ...image, mine: standing.mine };
}

async function readAnew(platform: Platform, tenantId: string, id: string): Promise<Image> {
  const image = await findImage(platform.postgres, tenantId, id);
  if (!image) throw await missing(platform, tenantId, id);
  const [shown] = await platform.imageCache.show(tenantId, [image]);
  if (!shown) throw imageGone();
  return shown;
}

/** From the first who is told that the image is gone, nobody is shown it from the cache. */
async function missing({ postgres, imageCache }: Platform, tenantId: string, id: string) {
  const reason = await whyMissing(postgres, tenantId, id);
  if (reason.status === 410) await imageCache.remove(tenantId, id, false);
  return reason;
}
