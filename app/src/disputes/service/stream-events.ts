import type { FastifyReply } from 'fastify';
import type { Identity } from '../../platform/auth.js';
import { unavailable } from '../../platform/errors.js';
import { userTopic } from '../../platform/live.js';
import type { Platform } from '../../platform/platform.js';
import { type EventStream, openEventStream } from '../../platform/sse.js';

/**
 * The user's own events, for as long as the access token is valid. Subscribed before the answer begins: whatever changes after a page
 * sees the stream open, it is told; so a page opens the stream first and reads the list then.
 */
export async function streamEvents({ hub }: Platform, { userId, expiresAt }: Identity, reply: FastifyReply): Promise<void> {
  const open: { stream?: EventStream } = {};
  const unsubscribe = await hub
    .subscribe(userTopic(userId), { receive: (event) => open.stream?.send(event), lost: () => open.stream?.close() })
    .catch((error: unknown) => {
      throw unavailable('Live updates are not available at the moment.', error);
    });
  if (reply.raw.destroyed) return unsubscribe();
  open.stream = openEventStream(reply, expiresAt);
  open.stream.onClose(unsubscribe);
}
