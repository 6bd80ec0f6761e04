import { PoisonMessage } from '../../platform/consumer.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Of the payload only the image's id is believed; everything else a worker needs, it reads from the image's row. */
export function parseImageMessage(messageId: string, payload: unknown): { imageId: string } {
  if (!UUID.test(messageId)) throw new PoisonMessage('it has no messageId of ours');
  const { imageId } = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  if (typeof imageId !== 'string' || !UUID.test(imageId)) throw new PoisonMessage('it names no image');
  return { imageId };
}
