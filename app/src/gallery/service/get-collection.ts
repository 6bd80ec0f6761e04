import type { Identity } from '../../platform/auth.js';
import { notFound } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { byTime } from '../cursor.js';
import { findCollection } from '../repository/collections.js';
import { listEntries } from '../repository/favourites.js';
import type { Collection, Page } from '../schema.js';
import { type ImagePage, showTimed } from './list-images.js';

/** A collection of the tenant's and a page of its images. The collection is looked at last: entries that went with it are never answered as if there had been none. */
export async function getCollection(platform: Platform, identity: Identity, id: string, { cursor, limit }: Page): Promise<ImagePage & { collection: Collection }> {
  const found = await listEntries(platform.postgres, identity.tenantId, id, byTime.read(cursor), limit + 1);
  const collection = await findCollection(platform.postgres, identity.tenantId, id);
  if (!collection) throw notFound('collection');
  return { collection, ...(await showTimed(platform, identity, limit, found)) };
}
