import type { ServerResponse } from 'node:http';
import type { Identity } from '../../platform/auth.js';
import type { LiveEvent } from '../../platform/live.js';
import type { Platform } from '../../platform/platform.js';
import { listen } from '../../platform/stream.js';
import type { Changes, ImageWithMine } from '../schema.js';
import { galleryTopic, galleryUserTopic } from '../topics.js';
import { getImage } from './get-image.js';

/**
 * The image as soon as it is newer than the revision that is known, or undefined when the time is over, and when events may have been missed: ask again. Throws 410 as
 * soon as it is gone.
 *
 * Protected by: listening first and looking then, so that what changes in between wakes it; and by looking again whatever woke it, so that what it
 * answers does not hang on which event came.
 */
export async function waitForChange(platform: Platform, identity: Identity, id: string, { since, wait }: Changes, raw: ServerResponse): Promise<ImageWithMine | undefined> {
  const look = async () => {
    const image = await getImage(platform, identity, id);
    return image.revision > since ? image : undefined;
  };
  if (wait === 0) return look();

  let wake = () => {};
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const receive = ({ event, data }: LiveEvent) => {
    const told = data as { id: string; revision: number };
    if ((event === 'image' && told.id === id && told.revision > since) || (event === 'image-gone' && told.id === id)) wake();
  };
  const { tenantId, userId, expiresAt } = identity;
  const leave = await listen(platform, userId, [galleryTopic(tenantId), galleryUserTopic(userId)], { receive, lost: wake });
  // Not longer than the access token is valid, either.
  const timer = setTimeout(wake, Math.min(wait * 1000, expiresAt.getTime() - Date.now()));
  raw.once('close', wake);
  try {
    const image = await look();
    if (image || raw.destroyed) return image;
    await woken;
    return raw.destroyed ? undefined : await look();
  } finally {
    clearTimeout(timer);
    raw.off('close', wake);
    leave();
  }
}
