import { HttpError, notFound } from '../../platform/errors.js';
import type { Queryable } from '../../platform/postgres.js';
import type { Image } from '../schema.js';
import { lockCategories } from './categories.js';
import { IMAGE_COLUMNS, type ImageColumns, toImage, WITH_UPLOADER } from './image-columns.js';

/**
 * The breed of the category, or, if it has become one with another, that one; 409 if it is gone.
 * Protected by: the lock on the category, which the caller holds, and without which nobody changes its breeds.
 */
export async function requireBreed(tx: Queryable, categoryId: string, id: string): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from gallery_breeds where category_id = $1 and (id = $2 or id = (select into_id from gallery_merged_breeds where id = $2))',
    [categoryId, id],
  );
  if (!rows[0]) throw new HttpError(409, 'breed_gone', 'There is no such breed in this category any more. Choose another.');
  return rows[0].id;
}

/** Fails with the constraint `gallery_breeds_name` when the category has one of that name. */
export async function insertBreed(tx: Queryable, categoryId: string, name: string): Promise<string> {
  const { rows } = await tx.query<{ id: string }>('insert into gallery_breeds (category_id, name) values ($1, $2) returning id', [categoryId, name]);
  return rows[0]!.id;
}

/** Locks the category the breed is in. A breed changes its category only by a merge, which leaves no row of the old one to be locked: then look again. */
export async function lockCategoryOf(tx: Queryable, tenantId: string, breedId: string): Promise<string> {
  for (;;) {
    const { rows } = await tx.query<{ id: string }>('select c.id from gallery_breeds b join gallery_categories c on c.id = b.category_id where b.id = $1 and c.tenant_id = $2', [breedId, tenantId]);
    if (!rows[0]) throw notFound('breed');
    const [locked] = await lockCategories(tx, tenantId, [rows[0].id]);
    if (locked) return locked.id;
  }
}

/** The images that lost their breed; undefined when there is no such breed in the category, which is locked. */
export async function deleteBreed(tx: Queryable, categoryId: string, id: string): Promise<Image[] | undefined> {
  const { rows } = await tx.query<ImageColumns>(
    `with i as (update gallery_images set breed_id = null, revision = revision + 1 where category_id = $1 and breed_id = $2 returning *)
     select ${IMAGE_COLUMNS} from i ${WITH_UPLOADER}`,
    [categoryId, id],
  );
  const { rowCount } = await tx.query('delete from gallery_breeds where category_id = $1 and id = $2', [categoryId, id]);
  return rowCount === 1 ? rows.map(toImage) : undefined;
}
