import { type LivePublisher, userTopic } from '../platform/live.js';
import type { Job, Session } from './schema.js';

/** What a user's open pages are told, after the commit. Both carry a `version`, by which a page drops what it has seen newer. */
export const sessionChanged = (live: LivePublisher, session: Session) => live.publish(userTopic(session.uploadedBy), 'session', session);

export const sessionDeleted = (live: LivePublisher, uploadedBy: string, id: string) => live.publish(userTopic(uploadedBy), 'session', { id, deleted: true });

export const jobChanged = (live: LivePublisher, uploadedBy: string, job: Job) => live.publish(userTopic(uploadedBy), 'job', job);
