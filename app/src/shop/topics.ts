import type { Topic } from '../platform/live.js';

/** What the whole tenant sees of its shop. */
export const shopTopic = (tenantId: string): Topic => `live:shop:${tenantId}`;

/** What one user alone sees of the shop. */
export const shopUserTopic = (userId: string): Topic => `live:shop:user:${userId}`;
