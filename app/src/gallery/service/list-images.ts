import type { Identity } from '../../platform/auth.js';
import type { Platform } from '../../platform/platform.js';
import { byPosition, byTime } from '../cursor.js';
import { listFavourites, type Timed } from '../repository/favourites.js';
import { type FeedOptions, listFeed } from '../repository/feed.js';
import { listOwn } from '../repository/images.js';
import type { FeedPage, ImageWithMine, Page, SearchPage } from '../schema.js';
import { showImages } from './show-images.js';

export interface ImagePage {
  images: ImageWithMine[];
  /** The cursor of the next page, or null at the end. */
  next: string | null;
}

/** The newest images, of a category and a breed if they are named. */
export async function listImages(platform: Platform, identity: Identity, { categoryId, breedId, cursor, limit }: FeedPage): Promise<ImagePage> {
  const page = await readFeed(platform, identity, { categoryId, breedId }, { cursor, limit });
  // What was moved elsewhere between the reading and the showing is not shown as belonging here.
  const images = page.images.filter((image) => (!categoryId || image.categoryId === categoryId.toLowerCase()) && (!breedId || image.breedId === breedId.toLowerCase()));
  return { ...page, images };
}

/** The newest images that hold all the words. */
export async function searchImages(platform: Platform, identity: Identity, { q, cursor, limit }: SearchPage): Promise<ImagePage> {
  return readFeed(platform, identity, { words: q }, { cursor, limit });
}

async function readFeed(platform: Platform, identity: Identity, filter: Pick<FeedOptions, 'categoryId' | 'breedId' | 'words'>, { cursor, limit }: Page): Promise<ImagePage> {
  const [before] = byPosition.read(cursor) ?? [];
  const found = await listFeed(platform.postgres, { ...filter, tenantId: identity.tenantId, before, limit: limit + 1 });
  const page = found.slice(0, limit);
  const images = await showImages(platform, identity, page.map(({ image }) => image));
  return { images, next: found.length > limit ? byPosition.write([page.at(-1)!.position]) : null };
}

/** The user's own, of every status. */
export async function listOwnImages(platform: Platform, identity: Identity, { cursor, limit }: Page): Promise<ImagePage> {
  return showTimed(platform, identity, limit, await listOwn(platform.postgres, identity.userId, byTime.read(cursor), limit + 1));
}

export async function listOwnFavourites(platform: Platform, identity: Identity, { cursor, limit }: Page): Promise<ImagePage> {
  return showTimed(platform, identity, limit, await listFavourites(platform.postgres, identity.userId, byTime.read(cursor), limit + 1));
}

/** A page of what stands in the order of when it was put there; one more than the page was looked for. */
export async function showTimed(platform: Platform, identity: Identity, limit: number, found: Timed[]): Promise<ImagePage> {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const images = await showImages(platform, identity, page.map(({ image }) => image));
  return { images, next: found.length > limit && last ? byTime.write([last.micros, last.image.id]) : null };
}
