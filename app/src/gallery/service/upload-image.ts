import { randomUUID } from 'node:crypto';
import type { Identity } from '../../platform/auth.js';
import { HttpError } from '../../platform/errors.js';
import { sendOnCommit } from '../../platform/outbox.js';
import type { Platform } from '../../platform/platform.js';
import { isUnavailable, transaction } from '../../platform/postgres.js';
import { collectionsChanged, imageChanged, imageUnchanged } from '../events.js';
import { IMAGES_QUEUE } from '../queue.js';
import { requireBreed } from '../repository/breeds.js';
import { holdCategory } from '../repository/categories.js';
import { addToCollectionCount, lockCollection, setEntry } from '../repository/collections.js';
import { findUploaded, insertImage } from '../repository/images.js';
import { takeQuota } from '../repository/members.js';
import { enterGallery } from '../repository/settings.js';
import type { Image, Upload } from '../schema.js';
import type { ImageFile, ImageUpload } from './read-image.js';

/**
 * Makes an image of a file that has arrived whole: the row, its place in the quota and in a collection, and the message to the workers, all or nothing. The row comes
 * after the file, so every row has its file; a file whose row was refused is removed. When it is not known whether the row was written, the file stays: the sweep removes
 * it if there is none.
 *
 * Protected by: one transaction, which takes its locks in the gallery's order; and by the unique (uploaded_by, upload_key): an upload that was refused, for whatever reason, because
 * it had been stored before is answered with the image it made then.
 */
export async function uploadImage(platform: Platform, { userId, tenantId }: Identity, upload: Upload & Pick<ImageUpload, 'description'>, file: ImageFile): Promise<{ image: Image; created: boolean }> {
  const { postgres, files, live, config } = platform;
  const { collectionId, uploadKey } = upload;
  const [id, messageId] = [randomUUID(), randomUUID()];
  let image: Image;
  try {
    image = await transaction(postgres, async (tx) => {
      await enterGallery(tx, tenantId);
      const categoryId = await holdCategory(tx, tenantId, upload.categoryId);
      const breedId = upload.breedId === undefined ? undefined : await requireBreed(tx, categoryId, upload.breedId);
      await takeQuota(tx, userId, file.byteSize, { images: config.quotaImages, bytes: config.quotaBytes });
      const inserted = await insertImage(tx, {
        id, tenantId, uploadedBy: userId, uploadKey, title: upload.title.trim(), description: upload.description, categoryId, breedId, messageId, ...file,
      });
      if (collectionId !== undefined) {
        if (!(await lockCollection(tx, { id: collectionId, owner: userId }))) throw new HttpError(409, 'collection_gone', 'You have no such collection any more. Choose another.');
        await setEntry(tx, collectionId, id, true);
        await addToCollectionCount(tx, collectionId, 1);
      }
      await sendOnCommit(tx, { id: messageId, exchange: IMAGES_QUEUE.exchange, routingKey: IMAGES_QUEUE.queue, payload: { imageId: id, storedPath: file.storedPath, uploadedBy: userId } });
      return inserted;
    });
  } catch (error) {
    if (isUnavailable(error)) throw error;
    await files.remove(file.storedPath);
    const before = uploadKey === undefined ? undefined : await findUploaded(postgres, userId, uploadKey);
    if (!before) throw error;
    return { image: await imageUnchanged(platform, tenantId, before), created: false };
  }
  if (collectionId !== undefined) collectionsChanged(live, userId);
  return { image: await imageChanged(platform, tenantId, image), created: true };
}
