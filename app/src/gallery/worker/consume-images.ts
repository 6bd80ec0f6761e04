import { type Handler, PoisonMessage } from '../../platform/consumer.js';
import { isHandled, markHandled } from '../../platform/inbox.js';
import type { WorkerPlatform } from '../../platform/platform.js';
import { isUnavailable, transaction } from '../../platform/postgres.js';
import { imageChanged } from '../events.js';
import { IMAGES_QUEUE } from '../queue.js';
import { type Claim, claimImage, finishImage, type Result } from '../repository/claims.js';
import { isKnown } from '../repository/gone.js';
import { makePictures, UnusableImage } from './make-pictures.js';
import { parseImageMessage } from './message.js';

/**
 * Handles a message of the queue of images; returning means that it is done with and may be acknowledged.
 *
 * A message that comes twice is recognised by the inbox if its image is processed; if not, the image is claimed again, and a worker that still held the old claim is fenced off. An
 * image that was deleted meanwhile has nothing to be done for it: the pictures just made are removed.
 */
export function consumeImages(platform: WorkerPlatform, sizes: { thumbPixels: number; largePixels: number }): Handler {
  const { postgres, files, log } = platform;

  return async ({ messageId, payload, last }) => {
    const { imageId } = parseImageMessage(messageId, payload);
    if (await isHandled(postgres, IMAGES_QUEUE.queue, messageId)) return;
    const claim = await claimImage(postgres, imageId);
    if (!claim) {
      if (await isKnown(postgres, imageId)) return;
      throw new PoisonMessage('there is no such image');
    }
    await finish(claim, await process(claim, last));

    /** Protected by: the claim, and the inbox row in the same transaction: that the image is processed and that its message is handled are one fact. */
    async function finish(claim: Claim, result: Result): Promise<void> {
      let image;
      try {
        image = await transaction(postgres, async (tx) => {
          const finished = await finishImage(tx, claim, result);
          if (finished) await markHandled(tx, IMAGES_QUEUE.queue, messageId);
          return finished;
        });
      } catch (error) {
        // When it is not known whether the row names the pictures, they stay: the sweep removes them if it does not.
        if (!isUnavailable(error)) await discard(result);
        throw error;
      }
      if (image) {
        await imageChanged(platform, claim.tenantId, image);
        return;
      }
      log.info({ image: claim.id, attempt: claim.attempt }, 'the image was deleted or taken over while it was processed');
      await discard(result);
    }
  };

  async function process({ id, storedPath }: Claim, last: boolean): Promise<Result> {
    try {
      return await makePictures(files, storedPath, sizes);
    } catch (error) {
      if (error instanceof UnusableImage) return { failure: error.message };
      if (!last) throw error;
      log.error({ err: error, image: id }, 'an image could not be processed');
      return { failure: 'The image could not be processed.' };
    }
  }

  async function discard(result: Result): Promise<void> {
    if (result.failure !== undefined) return;
    await Promise.all([files.remove(result.thumbPath), files.remove(result.largePath)]);
  }
}
