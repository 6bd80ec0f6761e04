import type { Identity } from '../../platform/auth.js';
import { notFound } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { categoriesChanged, imagesChanged } from '../events.js';
import { deleteBreed as deleteRow, insertBreed, lockCategoryOf } from '../repository/breeds.js';
import { lockCategories } from '../repository/categories.js';
import { asAdmin } from './as-admin.js';
import { nameTaken } from './curate-categories.js';

/** Protected by: the lock on the category, which is not merged away meanwhile; and the unique index on (category_id, lower(name)). */
export async function createBreed({ postgres, live }: Platform, identity: Identity, categoryId: string, name: string): Promise<{ id: string; name: string; images: number }> {
  const id = await asAdmin(postgres, identity, async (tx) => {
    const [category] = await lockCategories(tx, identity.tenantId, [categoryId]);
    if (!category) throw notFound('category');
    return insertBreed(tx, category.id, name.trim());
  }).catch(nameTaken('gallery_breeds_name'));
  categoriesChanged(live, identity.tenantId);
  return { id, name: name.trim(), images: 0 };
}

/** Its images lose it, in the same transaction. Protected by: the lock on the category, under which no image can be given the breed. */
export async function deleteBreed(platform: Platform, identity: Identity, id: string): Promise<void> {
  const { tenantId } = identity;
  const images = await asAdmin(platform.postgres, identity, async (tx) => {
    const changed = await deleteRow(tx, await lockCategoryOf(tx, tenantId, id), id);
    if (!changed) throw notFound('breed');
    return changed;
  });
  await imagesChanged(platform, tenantId, images);
  categoriesChanged(platform.live, tenantId);
}
