import type { Queryable } from '../../platform/postgres.js';
import type { Image } from '../schema.js';
import type { After, Timed } from './favourites.js';
import { IMAGE_COLUMNS, type ImageColumns, toImage, WITH_UPLOADER } from './image-columns.js';

export interface NewImage {
  id: string;
  tenantId: string;
  uploadedBy: string;
  uploadKey: string | undefined;
  title: string;
  description: string;
  categoryId: string;
  breedId: string | undefined;
  mediaType: string;
  width: number;
  height: number;
  storedPath: string;
  checksum: string;
  byteSize: number;
  messageId: string;
}

/** Fails with the constraint `gallery_images_upload` when this upload has been stored already. Protected by: that unique constraint. */
export async function insertImage(tx: Queryable, image: NewImage): Promise<Image> {
  const { rows } = await tx.query<ImageColumns>(
    `with i as (
       insert into gallery_images (id, tenant_id, uploaded_by, upload_key, title, description, category_id, breed_id, media_type, width, height, stored_path, checksum, byte_size, message_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning *)
     select ${IMAGE_COLUMNS} from i ${WITH_UPLOADER}`,
    [
      image.id, image.tenantId, image.uploadedBy, image.uploadKey, image.title, image.description, image.categoryId, image.breedId, image.mediaType, image.width, image.height,
      image.storedPath, image.checksum, image.byteSize, image.messageId,
    ],
  );
  return toImage(rows[0]!);
}

export async function findUploaded(db: Queryable, uploadedBy: string, uploadKey: string): Promise<Image | undefined> {
  const { rows } = await db.query<ImageColumns>(`select ${IMAGE_COLUMNS} from gallery_images i ${WITH_UPLOADER} where i.uploaded_by = $1 and i.upload_key = $2`, [uploadedBy, uploadKey]);
  return rows[0] && toImage(rows[0]);
}

/** One's own of every status, newest first. */
export async function listOwn(db: Queryable, uploadedBy: string, after: After, limit: number): Promise<Timed[]> {
  const { rows } = await db.query<ImageColumns & { micros: string }>(
    `select ${IMAGE_COLUMNS}, (extract(epoch from i.created_at) * 1000000)::bigint as micros from gallery_images i ${WITH_UPLOADER}
     where i.uploaded_by = $1 and ($2::bigint is null or ((extract(epoch from i.created_at) * 1000000)::bigint, i.id) < ($2, $3::uuid))
     order by i.created_at desc, i.id desc limit $4`,
    [uploadedBy, ...(after ?? [null, null]), limit],
  );
  return rows.map((row) => ({ image: toImage(row), micros: row.micros }));
}

/** An image with what is not shown of it. */
export interface StoredImage {
  image: Image;
  storedPath: string;
  thumbPath: string | null;
  largePath: string | null;
}

/** Without a lock, or locked against everything until the transaction ends. */
export async function findStored(db: Queryable, tenantId: string, id: string, lock: '' | 'for update of i' = ''): Promise<StoredImage | undefined> {
  const { rows } = await db.query<ImageColumns & Omit<StoredImage, 'image'>>(
    `select ${IMAGE_COLUMNS}, i.stored_path as "storedPath", i.thumb_path as "thumbPath", i.large_path as "largePath" from gallery_images i ${WITH_UPLOADER}
     where i.id = $1 and i.tenant_id = $2 ${lock}`,
    [id, tenantId],
  );
  const row = rows[0];
  return row && { image: toImage(row), storedPath: row.storedPath, thumbPath: row.thumbPath, largePath: row.largePath };
}

export interface Changes {
  title?: string | undefined;
  description?: string | undefined;
  /** Held by the transaction; demanded with a breed. */
  categoryId?: string | undefined;
  /** Null: none. Undefined: the one it has, if that is of the category. */
  breedId?: string | null | undefined;
}

/** Undefined when the version is no longer the one the writer saw. Protected by: the version in the WHERE of a single UPDATE. */
export async function updateImage(tx: Queryable, uploadedBy: string, id: string, version: number, { title, description, categoryId, breedId }: Changes): Promise<Image | undefined> {
  const { rows } = await tx.query<ImageColumns>(
    `with i as (
       update gallery_images set title = coalesce($4, title), description = coalesce($5, description), category_id = coalesce($6, category_id),
         breed_id = case when $8 then $7::uuid when $6 <> category_id then null else breed_id end, version = version + 1, revision = revision + 1
       where uploaded_by = $1 and id = $2 and version = $3 returning *)
     select ${IMAGE_COLUMNS} from i ${WITH_UPLOADER}`,
    [uploadedBy, id, version, title, description, categoryId, breedId, breedId !== undefined],
  );
  return rows[0] && toImage(rows[0]);
}

/** Deletes a locked image with all that hangs on it, and remembers that it was there. */
export async function deleteImage(tx: Queryable, tenantId: string, id: string): Promise<void> {
  await tx.query('delete from gallery_images where id = $1', [id]);
  await tx.query('insert into gallery_gone (image_id, tenant_id) values ($1, $2)', [id, tenantId]);
}

/** Of these stored paths, the ones no image names. */
export async function withoutImage(db: Queryable, paths: string[]): Promise<string[]> {
  const { rows } = await db.query<{ path: string }>(
    `select path from unnest($1::text[]) as path where not exists (select from gallery_images where stored_path = path)
       and not exists (select from gallery_images where thumb_path = path) and not exists (select from gallery_images where large_path = path)`,
    [paths],
  );
  return rows.map((row) => row.path);
}
