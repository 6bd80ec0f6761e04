import type { FastifyReply } from 'fastify';
import type { Identity } from './auth.js';
import { leaseConnection } from './connections.js';
import { unavailable } from './errors.js';
import type { LiveListener, Topic } from './live.js';
import type { Platform } from './platform.js';
import { type EventStream, openEventStream } from './sse.js';

/**
 * The events of the topics, for as long as the access token is valid. Subscribed before the answer begins: whatever changes after a page
 * sees the stream open, it is told; so a page opens the stream first and reads what it shows then.
 */
export async function streamTopics(platform: Platform, { userId, expiresAt }: Identity, topics: Topic[], reply: FastifyReply): Promise<void> {
  const open: { stream?: EventStream; ended?: boolean } = {};
  const end = () => {
    open.ended = true;
    open.stream?.close();
  };
  const leave = await listen(platform, userId, topics, { receive: (event) => open.stream?.send(event), lost: end });
  if (reply.raw.destroyed) return leave();
  open.stream = openEventStream(reply, expiresAt);
  open.stream.onClose(leave);
  // Lost between the subscription and here.
  if (open.ended) open.stream.close();
}

/** Counts the connection and subscribes, or does neither. Resolves to the function that ends both. */
export async function listen({ redis, hub, config }: Platform, userId: string, topics: Topic[], listener: LiveListener): Promise<() => void> {
  const lease = await leaseConnection(redis, userId, config.liveConnectionsPerUser, () => listener.lost());
  const subscriptions = await Promise.allSettled(topics.map((topic) => hub.subscribe(topic, listener)));
  const leave = () => {
    for (const subscription of subscriptions) if (subscription.status === 'fulfilled') subscription.value();
    lease.release();
  };
  const failed = subscriptions.find((subscription) => subscription.status === 'rejected');
  if (!failed) return leave;
  leave();
  throw unavailable('Live updates are not available at the moment.', failed.reason);
}
