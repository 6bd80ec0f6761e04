import type { LivePublisher } from '../platform/live.js';
import type { BoxOffice, Invoice, Slot, Task } from './schema.js';
import { billingTopic, billingUserTopic } from './topics.js';

// All to be called after the commit. Two of one thing may overtake each other: the higher revision, or version, is the newer.

export const availabilityChanged = (live: LivePublisher, tenantId: string, { id, available, revision }: BoxOffice) =>
  live.publish(billingTopic(tenantId), 'event', { id, available, revision });

export const slotChanged = (live: LivePublisher, tenantId: string, { id, booked, version }: Slot) => live.publish(billingTopic(tenantId), 'slot', { id, booked, version });

export const subscriptionChanged = (live: LivePublisher, userId: string, version: number) => live.publish(billingUserTopic(userId), 'subscription', { version });

/** Tells who has received the invoice, and who has issued it. */
export function invoiceChanged(live: LivePublisher, vendorUserId: string, { id, number, customerId }: Pick<Invoice, 'id' | 'number' | 'customerId'>): void {
  for (const userId of new Set([customerId, vendorUserId])) live.publish(billingUserTopic(userId), 'invoice', { id, number });
}

/** Its document can be read from now on. */
export function documentWritten(live: LivePublisher, userIds: string[], invoiceId: string): void {
  for (const userId of new Set(userIds)) live.publish(billingUserTopic(userId), 'document', { invoiceId });
}

export const taskChanged = (live: LivePublisher, requestedBy: string, { id, status }: Pick<Task, 'id' | 'status'>) => live.publish(billingUserTopic(requestedBy), 'task', { id, status });
