import { forbidden } from '../../accounts/roles.js';
import type { Identity } from '../../platform/auth.js';
import { HttpError, notFound } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { imageChanged } from '../events.js';
import { requireBreed } from '../repository/breeds.js';
import { holdCategory } from '../repository/categories.js';
import { whyMissing } from '../repository/gone.js';
import { findStored, updateImage } from '../repository/images.js';
import { withMine } from '../repository/mine.js';
import { enterGallery } from '../repository/settings.js';
import type { ImageEdit, ImageWithMine } from '../schema.js';

/**
 * Changes an image if nobody has edited it since the version the user saw.
 *
 * Protected by: the share lock on the category it is put into, taken before the image's row; and the version in the WHERE. A breed alone is one of the category the image had
 * when it was read, and is written with that category: if another edit has moved the image since, the version tells.
 */
export async function editImage(platform: Platform, { userId, tenantId }: Identity, id: string, { version, title, description, categoryId, breedId }: ImageEdit): Promise<ImageWithMine> {
  const { postgres } = platform;
  const edited = await transaction(postgres, async (tx) => {
    await enterGallery(tx, tenantId);
    const before = await findStored(tx, tenantId, id);
    if (!before) throw await whyMissing(tx, tenantId, id);
    if (before.image.uploadedBy !== userId) throw before.image.status === 'READY' ? forbidden('Only who uploaded an image may edit it.') : notFound('image');
    const wanted = categoryId ?? (breedId ? before.image.categoryId : undefined);
    const held = wanted === undefined ? undefined : await holdCategory(tx, tenantId, wanted);
    const breed = held !== undefined && breedId ? await requireBreed(tx, held, breedId) : breedId;
    const image = await updateImage(tx, userId, id, version, { title: title?.trim(), description, categoryId: held, breedId: breed });
    if (image) return image;
    const current = await findStored(tx, tenantId, id);
    if (!current) throw await whyMissing(tx, tenantId, id);
    const [shown] = await withMine(tx, userId, [current.image]);
    throw new HttpError(409, 'version_conflict', `The image has changed: it is at version ${current.image.version}, not ${version}.`, { details: { current: shown } });
  });
  const [image] = await withMine(postgres, userId, [await imageChanged(platform, tenantId, edited)]);
  return image!;
}
