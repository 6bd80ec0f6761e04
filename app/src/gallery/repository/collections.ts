import type { Queryable } from '../../platform/postgres.js';
import type { Collection, RenameCollection } from '../schema.js';

const COLUMNS = 'id, name, owner, images, version, created_at as "createdAt"';

/** Every change names the owner beside the id: for another user there is nothing to change. */
export interface CollectionKey {
  id: string;
  owner: string;
}

export async function insertCollection(tx: Queryable, tenantId: string, owner: string, name: string): Promise<Collection> {
  const { rows } = await tx.query<Collection>(`insert into gallery_collections (tenant_id, owner, name) values ($1, $2, $3) returning ${COLUMNS}`, [tenantId, owner, name]);
  return rows[0]!;
}

export async function listCollections(db: Queryable, owner: string): Promise<Collection[]> {
  const { rows } = await db.query<Collection>(`select ${COLUMNS} from gallery_collections where owner = $1 order by created_at desc, id`, [owner]);
  return rows;
}

export async function findCollection(db: Queryable, tenantId: string, id: string): Promise<Collection | undefined> {
  const { rows } = await db.query<Collection>(`select ${COLUMNS} from gallery_collections where id = $1 and tenant_id = $2`, [id, tenantId]);
  return rows[0];
}

/** Locks the collection against everyone else who changes it or its entries. */
export async function lockCollection(tx: Queryable, { id, owner }: CollectionKey): Promise<Collection | undefined> {
  const { rows } = await tx.query<Collection>(`select ${COLUMNS} from gallery_collections where id = $1 and owner = $2 for update`, [id, owner]);
  return rows[0];
}

/** Undefined when the version is no longer the one the writer saw. Protected by: the version in the WHERE of a single UPDATE. */
export async function renameCollection(tx: Queryable, { id, owner }: CollectionKey, { version, name }: RenameCollection): Promise<Collection | undefined> {
  const { rows } = await tx.query<Collection>(
    `update gallery_collections set name = $4, version = version + 1 where id = $1 and owner = $2 and version = $3 returning ${COLUMNS}`,
    [id, owner, version, name],
  );
  return rows[0];
}

/** Its entries go with it. False when it was not there. */
export async function deleteCollection(tx: Queryable, { id, owner }: CollectionKey): Promise<boolean> {
  const { rowCount } = await tx.query('delete from gallery_collections where id = $1 and owner = $2', [id, owner]);
  return rowCount === 1;
}

/** Whether this changed anything. To be called under the locks on the image and the collection. */
export async function setEntry(tx: Queryable, collectionId: string, imageId: string, present: boolean): Promise<boolean> {
  const { rowCount } = present
    ? await tx.query('insert into gallery_collection_images (collection_id, image_id, added_at) values ($1, $2, clock_timestamp()) on conflict do nothing', [collectionId, imageId])
    : await tx.query('delete from gallery_collection_images where collection_id = $1 and image_id = $2', [collectionId, imageId]);
  return rowCount === 1;
}

/** Protected by: adding in the database, under the lock on the collection. */
export async function addToCollectionCount(tx: Queryable, id: string, delta: 1 | -1): Promise<Collection> {
  const { rows } = await tx.query<Collection>(`update gallery_collections set images = images + $2 where id = $1 returning ${COLUMNS}`, [id, delta]);
  return rows[0]!;
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
