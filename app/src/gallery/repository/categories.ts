import { HttpError } from '../../platform/errors.js';
import type { Queryable } from '../../platform/postgres.js';
import type { Category, Image } from '../schema.js';
import { IMAGE_COLUMNS, type ImageColumns, toImage, WITH_UPLOADER } from './image-columns.js';

const CATEGORY = `c.id, c.name, c.preset, c.version, (select count(*)::int from gallery_images i where i.category_id = c.id and i.status = 'READY') as images,
  coalesce((
    select json_agg(json_build_object('id', b.id, 'name', b.name, 'images', (select count(*) from gallery_images i where i.breed_id = b.id and i.status = 'READY')) order by lower(b.name))
    from gallery_breeds b where b.category_id = c.id), '[]') as breeds`;

/** One statement, so that names and counts are of one moment. */
export async function listCategories(db: Queryable, tenantId: string): Promise<Category[]> {
  const { rows } = await db.query<Category>(`select ${CATEGORY} from gallery_categories c where c.tenant_id = $1 order by c.preset desc, lower(c.name)`, [tenantId]);
  return rows;
}

export async function findCategory(db: Queryable, tenantId: string, id: string): Promise<Category | undefined> {
  const { rows } = await db.query<Category>(`select ${CATEGORY} from gallery_categories c where c.tenant_id = $1 and c.id = $2`, [tenantId, id]);
  return rows[0];
}

/**
 * The category an image is to be put into, kept as it is until the transaction ends: the preset one if none is named; for one that was merged, the one that took its images.
 *
 * Protected by: the share lock on its row. Those who put images into it do not disturb each other; whoever merges or deletes it, or changes its breeds, waits until
 * they have committed, and who comes later finds the row gone and looks where its images went. No lock is held on what was not found, so never more than one.
 */
export async function holdCategory(tx: Queryable, tenantId: string, id: string | undefined): Promise<string> {
  if (id === undefined) {
    const { rows } = await tx.query<{ id: string }>('select id from gallery_categories where tenant_id = $1 and preset for share', [tenantId]);
    return rows[0]!.id;
  }
  for (let candidate = id; ; ) {
    const { rowCount } = await tx.query('select 1 from gallery_categories where id = $1 and tenant_id = $2 for share', [candidate, tenantId]);
    if (rowCount === 1) return candidate;
    const { rows } = await tx.query<{ into: string }>('select into_id as into from gallery_merged_categories where id = $1 and tenant_id = $2', [candidate, tenantId]);
    if (!rows[0]) throw new HttpError(409, 'category_gone', 'This category was deleted. Choose another.');
    candidate = rows[0].into;
  }
}

export interface LockedCategory {
  id: string;
  preset: boolean;
}

/** Protected by: FOR UPDATE in the order of the ids, against all who put images in or curate it; two merges in opposite directions queue up and cannot deadlock. */
export async function lockCategories(tx: Queryable, tenantId: string, ids: string[]): Promise<LockedCategory[]> {
  const { rows } = await tx.query<LockedCategory>('select id, preset from gallery_categories where tenant_id = $1 and id = any($2::uuid[]) order by id for update', [tenantId, ids]);
  return rows;
}

/** Fails with the constraint `gallery_categories_name` when the tenant has one of that name. */
export async function insertCategory(tx: Queryable, tenantId: string, name: string): Promise<string> {
  const { rows } = await tx.query<{ id: string }>('insert into gallery_categories (tenant_id, name) values ($1, $2) returning id', [tenantId, name]);
  return rows[0]!.id;
}

/** False when the version is no longer the one the writer saw. Protected by: the version in the WHERE of a single UPDATE. */
export async function renameCategory(tx: Queryable, tenantId: string, id: string, version: number, name: string): Promise<boolean> {
  const { rowCount } = await tx.query('update gallery_categories set name = $4, version = version + 1 where tenant_id = $1 and id = $2 and version = $3', [tenantId, id, version, name]);
  return rowCount === 1;
}

/**
 * Moves all images and breeds from one locked category into another and removes the first; breeds of one name become one. Images and breeds move in one statement, since each image
 * refers to category and breed together. The images' `version` stays: nobody's edit is refused for it.
 */
export async function mergeCategory(tx: Queryable, tenantId: string, from: string, into: string): Promise<Image[]> {
  const { rows } = await tx.query<ImageColumns>(
    `with same as (
       select f.id as from_id, t.id as into_id from gallery_breeds f join gallery_breeds t on lower(t.name) = lower(f.name) where f.category_id = $1 and t.category_id = $2),
     breeds as (update gallery_breeds set category_id = $2 where category_id = $1 and id not in (select from_id from same)),
     i as (
       update gallery_images set category_id = $2, breed_id = coalesce((select into_id from same where from_id = breed_id), breed_id), revision = revision + 1
       where category_id = $1 returning *)
     select ${IMAGE_COLUMNS} from i ${WITH_UPLOADER}`,
    [from, into],
  );
  // What is left are those of a name that both had.
  await tx.query(
    `with same as (
       select f.id as from_id, t.id as into_id from gallery_breeds f join gallery_breeds t on lower(t.name) = lower(f.name) where f.category_id = $1 and t.category_id = $2),
     chains as (update gallery_merged_breeds set into_id = same.into_id from same where gallery_merged_breeds.into_id = same.from_id)
     insert into gallery_merged_breeds (id, into_id) select from_id, into_id from same`,
    [from, into],
  );
  await tx.query('update gallery_merged_categories set into_id = $2 where into_id = $1', [from, into]);
  await tx.query('insert into gallery_merged_categories (id, tenant_id, into_id) values ($1, $2, $3)', [from, tenantId, into]);
  await deleteCategory(tx, from);
  return rows.map(toImage);
}

/** How many images are in it, ready or not. To be asked under the category's lock: then no more can come. */
export async function countImages(tx: Queryable, categoryId: string): Promise<number> {
  const { rows } = await tx.query<{ images: number }>('select count(*)::int as images from gallery_images where category_id = $1', [categoryId]);
  return rows[0]!.images;
}

export async function deleteCategory(tx: Queryable, id: string): Promise<void> {
  await tx.query('delete from gallery_categories where id = $1', [id]);
}
