import type { Topic } from '../platform/live.js';

/** What the whole tenant sees of its slots and events. */
export const billingTopic = (tenantId: string): Topic => `live:billing:${tenantId}`;

/** What one user alone sees of billing. */
export const billingUserTopic = (userId: string): Topic => `live:billing:user:${userId}`;
