import type { ReadStream } from 'node:fs';
import type { Identity } from '../../platform/auth.js';
import { HttpError, notFound } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.js';
import { whyMissing } from '../repository/gone.js';
import { findStored } from '../repository/images.js';
import type { FileSize } from '../schema.js';

export interface OpenFile {
  mediaType: string;
  byteSize: number;
  stream: ReadStream;
}

/** An image's file, held open: an image that is deleted while it is being sent is sent to its end. */
export async function openFile({ postgres, files }: Platform, { userId, tenantId }: Identity, id: string, size: FileSize): Promise<OpenFile> {
  const found = await findStored(postgres, tenantId, id);
  if (!found) throw await whyMissing(postgres, tenantId, id);
  const { image, storedPath, thumbPath, largePath } = found;
  if (image.status !== 'READY' && image.uploadedBy !== userId) throw notFound('image');
  const path = { thumb: thumbPath, large: largePath, original: storedPath }[size];
  if (path === null) throw new HttpError(409, 'image_not_ready', 'The image is not ready. Try again in a second.', { headers: { 'retry-after': '1' } });
  try {
    return { mediaType: size === 'original' ? image.mediaType : 'image/webp', ...(await files.open(path)) };
  } catch (error) {
    // Deleted between the row and the file.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !(await findStored(postgres, tenantId, id))) throw await whyMissing(postgres, tenantId, id);
    throw error;
  }
}
