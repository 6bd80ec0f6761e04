import type { Queryable } from '../../platform/postgres.js';
import type { Image } from '../schema.js';
import { IMAGE_COLUMNS, type ImageColumns, toImage, WITH_UPLOADER } from './image-columns.js';

/** Whether this changed anything. Protected by: the primary key + ON CONFLICT, and the affected rows of a DELETE: of any number at once, one counts. */
export async function setFavourite(tx: Queryable, imageId: string, userId: string, favourite: boolean): Promise<boolean> {
  const { rowCount } = favourite
    ? await tx.query('insert into gallery_favourites (image_id, user_id, at) values ($1, $2, clock_timestamp()) on conflict do nothing', [imageId, userId])
    : await tx.query('delete from gallery_favourites where image_id = $1 and user_id = $2', [imageId, userId]);
  return rowCount === 1;
}

export interface Timed {
  image: Image;
  /** When it was put there, in microseconds since 1970. */
  micros: string;
}

type Row = ImageColumns & { micros: string };
const toTimed = (row: Row): Timed => ({ image: toImage(row), micros: row.micros });

/** Where a page begins: after what stands at this moment with this image. */
export type After = [micros: string, imageId: string] | undefined;

/** A user's favourites, the latest first. */
export async function listFavourites(db: Queryable, userId: string, after: After, limit: number): Promise<Timed[]> {
  const { rows } = await db.query<Row>(
    `select ${IMAGE_COLUMNS}, (extract(epoch from f.at) * 1000000)::bigint as micros
     from gallery_favourites f join gallery_images i on i.id = f.image_id ${WITH_UPLOADER}
     where f.user_id = $1 and ($2::bigint is null or ((extract(epoch from f.at) * 1000000)::bigint, i.id) < ($2, $3::uuid))
     order by f.at desc, i.id desc limit $4`,
    [userId, ...(after ?? [null, null]), limit],
  );
  return rows.map(toTimed);
}

/** The ready images of a collection, the latest first. */
export async function listEntries(db: Queryable, tenantId: string, collectionId: string, after: After, limit: number): Promise<Timed[]> {
  const { rows } = await db.query<Row>(
    `select ${IMAGE_COLUMNS}, (extract(epoch from e.added_at) * 1000000)::bigint as micros
     from gallery_collection_images e join gallery_images i on i.id = e.image_id ${WITH_UPLOADER}
     where e.collection_id = $1 and i.tenant_id = $2 and i.status = 'READY'
       and ($3::bigint is null or ((extract(epoch from e.added_at) * 1000000)::bigint, i.id) < ($3, $4::uuid))
     order by e.added_at desc, i.id desc limit $5`,
    [collectionId, tenantId, ...(after ?? [null, null]), limit],
  );
  return rows.map(toTimed);
}
