import type { OwnDeployment } from '../fixtures/index.js';

// Files that use one of these share it, one a Playwright worker, for the runner tells deployments apart by identity: each other object is a worker and a
// deployment of its own, which cost more than many a test.

/** Nobody's limit is what these tests are about, and a walk asks often. */
const unlimited = { UPLOADS_PER_MINUTE: '100000', IMAGES_PER_MINUTE: '100000', COMMENTS_PER_MINUTE: '100000' };

/** To walk operations of the API through every order. One instance: the store decides, not the balancer. No workers: only the operations move. */
export const walked: OwnDeployment = { wire: true, instances: 1, workers: 0, settings: unlimited };

/**
 * To walk the worker's part, too. One message at a time, and relays look at the outbox when they are told of a message and otherwise not: they are no
 * part of the story.
 */
export const walkedWithWorker: OwnDeployment = { wire: true, instances: 1, workers: 1, settings: { ...unlimited, IMAGE_PREFETCH: '1', OUTBOX_POLL_MS: '60000' } };

/** The same for two jobs at once, a worker for each. */
export const walkedWithTwoWorkers: OwnDeployment = { wire: true, instances: 1, workers: 2, settings: { OUTBOX_POLL_MS: '3600000' } };
