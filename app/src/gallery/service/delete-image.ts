import { forbidden, holdRole, mayActAs } from '../../accounts/roles.js';
import type { Identity } from '../../platform/auth.js';
import { notFound } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { transaction } from '../../platform/postgres.js';
import { collectionsChanged, imageGone } from '../events.js';
import { removeFromCollections } from '../repository/collections.js';
import { whyMissing } from '../repository/gone.js';
import { deleteImage as deleteRow, findStored } from '../repository/images.js';
import { giveQuotaBack, lockAccount } from '../repository/members.js';
import { enterGallery } from '../repository/settings.js';

/**
 * Removes an image with everything that hangs on it, and gives its uploader the quota back.
 *
 * Protected by: locks in the gallery's order. The uploader's account comes before the image, so the image is first read without a lock: whose it is and how large never change, and
 * that it is still there is seen under its lock. A worker that processes it at this moment finds no row to write to, and removes what it has made. The files go
 * after the commit: if they went before and the transaction failed, an image would be left without.
 */
export async function deleteImage(platform: Platform, identity: Identity, id: string): Promise<void> {
  const { postgres, files, live } = platform;
  const { tenantId, userId } = identity;
  const { paths, owners } = await transaction(postgres, async (tx) => {
    await enterGallery(tx, tenantId);
    const role = await holdRole(tx, identity);
    const before = await findStored(tx, tenantId, id);
    if (!before) throw await whyMissing(tx, tenantId, id);
    const { uploadedBy, byteSize, status } = before.image;
    if (uploadedBy !== userId && !mayActAs(role, 'moderator')) throw status === 'READY' ? forbidden('Only who uploaded an image, or a moderator, may delete it.') : notFound('image');
    await lockAccount(tx, uploadedBy);
    const locked = await findStored(tx, tenantId, id, 'for update of i');
    if (!locked) throw await whyMissing(tx, tenantId, id);
    await giveQuotaBack(tx, uploadedBy, byteSize);
    const owners = await removeFromCollections(tx, id);
    await deleteRow(tx, tenantId, id);
    return { paths: [locked.storedPath, locked.thumbPath, locked.largePath], owners };
  });
  await imageGone(platform, tenantId, id);
  for (const owner of owners) collectionsChanged(live, owner);
  // If this fails or the process dies here, the sweep removes the files.
  for (const path of paths) if (path !== null) await files.remove(path);
}
