import { Readable } from 'node:stream';
import type { FileStore } from '../../platform/files.js';

/** The file is no picture, whatever its first bytes promised, or it is gone. Trying again cannot help. */
export class UnusableImage extends Error {}

export interface Pictures {
  thumbPath: string;
  largePath: string;
}

/** Makes both smaller pictures of a stored original, as WebP. Whatever fails, neither stays. */
export async function makePictures(files: FileStore, storedPath: string, sizes: { thumbPixels: number; largePixels: number }): Promise<Pictures> {
  const original = await files.bytes(storedPath).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new UnusableImage('The stored file is gone.', { cause: error }) : error;
  });
  const [thumb, large] = await Promise.all([shrink(original, sizes.thumbPixels), shrink(original, sizes.largePixels)]);
  const thumbPath = await store(files, thumb);
  try {
    return { thumbPath, largePath: await store(files, large) };
  } catch (error) {
    await files.remove(thumbPath);
    throw error;
  }
}

const store = async (files: FileStore, picture: Buffer) => (await files.receive(Readable.from([picture]), 'thumbs', 'webp')).storedPath;

/** Upright, at most so wide and high, and never larger than it is. */
async function shrink(original: Buffer, pixels: number): Promise<Buffer> {
  // Native code, which takes longer to load than the whole of a worker: loaded when there is the first image.
  const { default: sharp } = await import('sharp');
  try {
    return await sharp(original).autoOrient().resize(pixels, pixels, { fit: 'inside', withoutEnlargement: true }).webp().toBuffer();
  } catch (error) {
    throw new UnusableImage('The file cannot be read as an image: it is damaged or incomplete.', { cause: error });
  }
}
