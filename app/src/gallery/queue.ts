import type { WorkQueue } from '../platform/topology.js';

/** The queue of images to be processed. Its messages say `{imageId, storedPath, uploadedBy}`. */
export const IMAGES_QUEUE: WorkQueue = { exchange: 'gallery', queue: 'gallery.images', deadLetterQueue: 'gallery.images.dead', deliveryLimit: 20 };
