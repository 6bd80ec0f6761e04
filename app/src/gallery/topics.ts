import type { Topic } from '../platform/live.js';
import type { Image } from './schema.js';

/** What the whole tenant sees of its gallery. */
export const galleryTopic = (tenantId: string): Topic => `live:gallery:${tenantId}`;

/** What one user alone sees of the gallery. Apart from their disputes, so that each stream carries what it promises and nothing else. */
export const galleryUserTopic = (userId: string): Topic => `live:gallery:user:${userId}`;

/** Who may see the image as it is now. */
export const audienceOf = (tenantId: string, image: Image): Topic => (image.status === 'READY' ? galleryTopic(tenantId) : galleryUserTopic(image.uploadedBy));
