import { HttpError } from '../../platform/errors.js';
import type { Queryable } from '../../platform/postgres.js';

/** Puts an image that was just inserted into one's own collection. Protected by: the lock the UPDATE takes on the collection, held until the commit. */
export async function addToCollection(tx: Queryable, owner: string, collectionId: string, imageId: string): Promise<void> {
  const { rowCount } = await tx.query('update gallery_collections set images = images + 1 where id = $1 and owner = $2', [collectionId, owner]);
  if (rowCount === 0) throw new HttpError(409, 'collection_gone', 'You have no such collection any more. Choose another.');
  await tx.query('insert into gallery_collection_images (collection_id, image_id) values ($1, $2)', [collectionId, imageId]);
}

/**
 * Takes a locked image out of all collections, and says whose they are. Protected by: the lock on the image, without which nobody puts it anywhere; by locking the
 * collections in the order of their ids, so that two deletes cannot deadlock; and by counting what is really removed.
 */
export async function removeFromCollections(tx: Queryable, imageId: string): Promise<string[]> {
  await tx.query('select from gallery_collections where id in (select collection_id from gallery_collection_images where image_id = $1) order by id for update', [imageId]);
  const { rows } = await tx.query<{ owner: string }>(
    `with removed as (delete from gallery_collection_images where image_id = $1 returning collection_id)
     update gallery_collections set images = images - 1 where id in (select collection_id from removed) returning owner`,
    [imageId],
  );
  return [...new Set(rows.map((row) => row.owner))];
}
