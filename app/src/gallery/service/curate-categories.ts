import type { Identity } from '../../platform/auth.js';
import { HttpError, notFound, wrongState } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { violatedConstraint } from '../../platform/postgres.js';
import { categoriesChanged, imagesChanged } from '../events.js';
import { countImages, deleteCategory as deleteRow, findCategory, insertCategory, lockCategories, mergeCategory, renameCategory as rename } from '../repository/categories.js';
import type { Category, CategoryEdit } from '../schema.js';
import { asAdmin } from './as-admin.js';

/** Protected by: the unique index on (tenant_id, lower(name)); of simultaneous ones of one name, one inserts, and the others wait for its commit and are refused. */
export async function createCategory({ postgres, live }: Platform, identity: Identity, name: string): Promise<Category> {
  const { tenantId } = identity;
  const category = await asAdmin(postgres, identity, async (tx) => (await findCategory(tx, tenantId, await insertCategory(tx, tenantId, name.trim())))!).catch(nameTaken('gallery_categories_name'));
  categoriesChanged(live, tenantId);
  return category;
}

/** Changes the name if nobody has since the version the admin saw. */
export async function renameCategory({ postgres, live }: Platform, identity: Identity, id: string, { version, name }: CategoryEdit): Promise<Category> {
  const { tenantId } = identity;
  const category = await asAdmin(postgres, identity, async (tx) => {
    const renamed = await rename(tx, tenantId, id, version, name.trim());
    const current = await findCategory(tx, tenantId, id);
    if (!current) throw notFound('category');
    if (!renamed) throw new HttpError(409, 'version_conflict', `The category has changed: it is at version ${current.version}, not ${version}.`, { details: { current } });
    return current;
  }).catch(nameTaken('gallery_categories_name'));
  categoriesChanged(live, tenantId);
  return category;
}

/**
 * Moves everything of one category into another, which it becomes.
 * Protected by: the locks on both categories. Uploads and edits that hold one of them are waited for, and their images moved with the rest; later ones find where the category went.
 */
export async function mergeCategories(platform: Platform, identity: Identity, id: string, into: string): Promise<Category> {
  const { tenantId } = identity;
  const { category, images } = await asAdmin(platform.postgres, identity, async (tx) => {
    const locked = await lockCategories(tx, tenantId, [id, into]);
    const from = locked.find((candidate) => candidate.id === id.toLowerCase());
    if (!from || !locked.some((candidate) => candidate.id === into.toLowerCase())) throw notFound('category');
    if (from.preset) throw wrongState('The category that every workspace has cannot be merged into another.');
    if (locked.length === 1) throw wrongState('A category cannot be merged into itself.');
    const images = await mergeCategory(tx, tenantId, id, into);
    return { category: (await findCategory(tx, tenantId, into))!, images };
  });
  await imagesChanged(platform, tenantId, images);
  categoriesChanged(platform.live, tenantId);
  return category;
}

/** Protected by: the lock on the category, under which no image can come into it. */
export async function deleteCategory({ postgres, live }: Platform, identity: Identity, id: string): Promise<void> {
  await asAdmin(postgres, identity, async (tx) => {
    const [category] = await lockCategories(tx, identity.tenantId, [id]);
    if (!category) throw notFound('category');
    if (category.preset) throw wrongState('The category that every workspace has cannot be deleted.');
    const images = await countImages(tx, id);
    if (images > 0) throw new HttpError(409, 'category_in_use', `${images === 1 ? 'There is 1 image' : `There are ${images} images`} in this category. Merge it into another.`, { details: { images } });
    await deleteRow(tx, id);
  });
  categoriesChanged(live, identity.tenantId);
}

/** Turns the database's refusal of a second thing of one name into the answer. */
export function nameTaken(constraint: string) {
  return (error: unknown): never => {
    throw violatedConstraint(error) === constraint ? new HttpError(409, 'name_taken', 'There is one of this name already.') : error;
  };
}
