import type { Identity } from '../../platform/auth.js';
import { HttpError, notFound } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { collectionsChanged } from '../events.js';
import { addToCollectionCount, deleteCollection, insertCollection, lockCollection, renameCollection, setEntry } from '../repository/collections.js';
import { demandVisible, lockImage } from '../repository/lock-image.js';
import { enterGallery } from '../repository/settings.js';
import type { Collection, RenameCollection } from '../schema.js';

export async function makeCollection({ postgres, live }: Platform, { tenantId, userId }: Identity, name: string): Promise<Collection> {
  const collection = await transaction(postgres, async (tx) => {
    await enterGallery(tx, tenantId);
    return insertCollection(tx, tenantId, userId, name.trim());
  });
  collectionsChanged(live, userId);
  return collection;
}

/** Renames the collection if nobody has renamed it since the version the user saw. */
export async function nameCollection({ postgres, live }: Platform, { tenantId, userId }: Identity, id: string, { version, name }: RenameCollection): Promise<Collection> {
  const collection = await transaction(postgres, async (tx) => {
    await enterGallery(tx, tenantId);
    const current = await lockCollection(tx, { id, owner: userId });
    if (!current) throw notFound('collection');
    const renamed = await renameCollection(tx, { id, owner: userId }, { version, name: name.trim() });
    if (!renamed) throw new HttpError(409, 'version_conflict', `The collection has changed: it is at version ${current.version}, not ${version}.`, { details: { current } });
    return renamed;
  });
  collectionsChanged(live, userId);
  return collection;
}

export async function removeCollection({ postgres, live }: Platform, { tenantId, userId }: Identity, id: string): Promise<void> {
  await transaction(postgres, async (tx) => {
    await enterGallery(tx, tenantId);
    if (!(await deleteCollection(tx, { id, owner: userId }))) throw notFound('collection');
  });
  collectionsChanged(live, userId);
}

/**
 * Puts an image into a collection, or takes it out.
 *
 * Protected by: the share lock on the image, against its deletion, which takes its entries along and counts them off; the lock on the collection, so that entry and counter
 * change together; the counter only when the entry did.
 */
export async function changeEntry({ postgres, live }: Platform, { tenantId, userId }: Identity, id: string, imageId: string, present: boolean): Promise<Collection> {
  const { collection, changed } = await transaction(postgres, async (tx) => {
    await enterGallery(tx, tenantId);
    demandVisible(await lockImage(tx, tenantId, imageId, 'share'), userId);
    const collection = await lockCollection(tx, { id, owner: userId });
    if (!collection) throw notFound('collection');
    const changed = await setEntry(tx, id, imageId, present);
    return { changed, collection: changed ? await addToCollectionCount(tx, id, present ? 1 : -1) : collection };
  });
  if (changed) collectionsChanged(live, userId);
  return collection;
}
