import { sweepOrphans } from '../../platform/housekeeping.js';
import type { WorkerPlatform } from '../../platform/platform.js';
import { withoutImage } from '../repository/images.js';

/** Removes what processes left behind when they died: uploads without a row, pictures no row names, files of deleted images. */
export async function sweepImages(platform: WorkerPlatform): Promise<void> {
  for (const collection of ['images', 'thumbs']) await sweepOrphans(platform, collection, (paths) => withoutImage(platform.postgres, paths));
}
