import type { LivePublisher } from '../platform/live.js';
import type { ImageCache } from './cache.js';
import type { Image } from './schema.js';
import { galleryTopic, galleryUserTopic } from './topics.js';

const PORTION = 100;

interface WithCache {
  imageCache: ImageCache;
}

/**
 * To be awaited after the commit and before the answer: the cache holds the change, then all of the tenant are told if the image is `READY`, else its uploader.
 * Returns what to show: the image, or a newer picture of it, also when it is gone by now, for then this change came before the delete.
 */
export async function imageChanged({ imageCache }: WithCache, tenantId: string, image: Image): Promise<Image> {
  const [newest] = await imageCache.tell(tenantId, [image]);
  return newest ?? image;
}

/** What to show of an image that a request left as it was. */
export async function imageUnchanged({ imageCache }: WithCache, tenantId: string, image: Image): Promise<Image> {
  const [newest] = await imageCache.show(tenantId, [image]);
  return newest ?? image;
}

/** As `imageChanged`, for many. In portions, since Redis does nothing else while it takes one. */
export async function imagesChanged({ imageCache }: WithCache, tenantId: string, images: Image[]): Promise<void> {
  for (let from = 0; from < images.length; from += PORTION) await imageCache.tell(tenantId, images.slice(from, from + PORTION));
}

/** To be awaited after the commit and before the answer: from then on nobody is shown the image. */
export async function imageGone({ imageCache }: WithCache, tenantId: string, id: string): Promise<void> {
  await imageCache.remove(tenantId, id, true);
}

/** Pages read the categories anew. */
export const categoriesChanged = (live: LivePublisher, tenantId: string) => live.publish(galleryTopic(tenantId), 'categories', {});

export interface Maintenance {
  maintenance: boolean;
  message: string | null;
  version: number;
}

export const maintenanceChanged = (live: LivePublisher, tenantId: string, maintenance: Maintenance) => live.publish(galleryTopic(tenantId), 'maintenance', maintenance);

export const roleChanged = (live: LivePublisher, userId: string, role: string) => live.publish(galleryUserTopic(userId), 'role', { role });

/** A user's pages read their collections anew. */
export const collectionsChanged = (live: LivePublisher, userId: string) => live.publish(galleryUserTopic(userId), 'collections', {});

/** `number` orders them: a page that has seen a higher one of its own drops it. */
export const voteChanged = (live: LivePublisher, userId: string, vote: { imageId: string; vote: number; number: number }) => live.publish(galleryUserTopic(userId), 'vote', vote);

/** `revision` is that of the image with this favourite counted, and orders them. */
export const favouriteChanged = (live: LivePublisher, userId: string, favourite: { imageId: string; favourite: boolean; revision: number }) =>
  live.publish(galleryUserTopic(userId), 'favourite', favourite);
