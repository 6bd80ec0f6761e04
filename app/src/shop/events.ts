import type { LivePublisher } from '../platform/live.js';
import type { Level, OrderStatus, ReservationStatus } from './schema.js';
import { shopTopic, shopUserTopic } from './topics.js';

interface WithLive {
  live: LivePublisher;
}

/** After the commit, as all of these. A page drops a level of a lower `version` than it has seen. */
export function levelsChanged({ live }: WithLive, tenantId: string, levels: Level[]): void {
  for (const level of levels) live.publish(shopTopic(tenantId), 'level', level);
}

/** Pages read the catalogue anew. */
export const productsChanged = ({ live }: WithLive, tenantId: string, revision: number) => live.publish(shopTopic(tenantId), 'products', { revision });

export const orderChanged = ({ live }: WithLive, { userId, id, status, version }: { userId: string; id: string; status: OrderStatus; version: number }) =>
  live.publish(shopUserTopic(userId), 'order', { id, status, version });

export const reservationChanged = ({ live }: WithLive, userId: string, { id, status }: { id: string; status: ReservationStatus }) =>
  live.publish(shopUserTopic(userId), 'reservation', { id, status });
