import { TASKS_QUEUE } from './billing/queue.js';
import { consumeTasks } from './billing/worker/consume-tasks.js';
import { sweepDocuments } from './billing/worker/sweep-documents.js';
import { JOBS_QUEUE } from './disputes/queue.js';
import { consumeJobs } from './disputes/worker/consume-jobs.js';
import { sweepFiles } from './disputes/worker/sweep-files.js';
import { ImageCache } from './gallery/cache.js';
import { IMAGES_QUEUE } from './gallery/queue.js';
import { consumeImages } from './gallery/worker/consume-images.js';
import { sweepImages } from './gallery/worker/sweep-images.js';
import { configOrExit, workerConfig } from './platform/config.js';
import { Consumer } from './platform/consumer.js';
import { FileStore } from './platform/files.js';
import { forgetOldKeys, forgetOldMessages, Housekeeping, sweepTemporary } from './platform/housekeeping.js';
import { LivePublisher } from './platform/live.js';
import { createLog } from './platform/log.js';
import { Notifications } from './platform/notifications.js';
import { OUTBOX_CHANNEL } from './platform/outbox.js';
import type { WorkerPlatform } from './platform/platform.js';
import { createPool } from './platform/postgres.js';
import { RabbitMq } from './platform/rabbitmq.js';
import { createRedis } from './platform/redis.js';
import { Relay } from './platform/relay.js';
import { stopOnSignal } from './platform/shutdown.js';
import { declare } from './platform/topology.js';
import { ORDERS_QUEUE } from './shop/queue.js';
import { consumeOrders } from './shop/worker/consume-orders.js';
import { retryPayments } from './shop/worker/retry-payments.js';
import { sweepReservations } from './shop/worker/sweep-reservations.js';

const config = configOrExit(workerConfig);
const log = createLog(config.logLevel, config.instance);
const postgres = createPool({ url: config.postgresUrl, max: config.postgresPoolMax, waitMs: config.postgresPoolWaitMs, statementMs: config.statementTimeoutMs, name: config.instance, log });
const redis = createRedis(config.redisUrl, config.instance, log);
const platform: WorkerPlatform = {
  instance: config.instance,
  config,
  log,
  postgres,
  files: new FileStore(config.filesDir),
  live: new LivePublisher(redis, log),
  imageCache: new ImageCache(redis, config.imageCacheSeconds, log),
};

const relay = new Relay(postgres, { pollMs: config.outboxPollMs, batch: config.outboxBatch }, log);
const notifications = new Notifications();
const jobs = new Consumer(JOBS_QUEUE, config.prefetch, consumeJobs(platform, config.jobBatchRows), log);
const images = new Consumer(IMAGES_QUEUE, config.imagePrefetch, consumeImages(platform, config), log);
const orders = new Consumer(ORDERS_QUEUE, config.orderEventsPrefetch, consumeOrders(platform), log);
const tasks = new Consumer(TASKS_QUEUE, config.tasksPrefetch, consumeTasks(platform), log);
const rabbitmq = new RabbitMq(config.amqpUrl, config.instance, log);
const housekeeping = new Housekeeping(config.housekeepingSeconds * 1000);
// Often enough that nothing waits for much longer than it has to.
const payments = new Housekeeping((config.paymentRetrySeconds * 1000) / 4);
const reservations = new Housekeeping(config.reservationSweepMs);

relay.start();
notifications.start(config.postgresUrl, OUTBOX_CHANNEL, log, () => relay.wake());
rabbitmq.start(declare(JOBS_QUEUE), declare(IMAGES_QUEUE), declare(ORDERS_QUEUE), declare(TASKS_QUEUE), relay.setup, jobs.setup, images.setup, orders.setup, tasks.setup);
housekeeping.start(log, [() => sweepTemporary(platform.files), () => sweepFiles(platform), () => sweepImages(platform), () => sweepDocuments(platform), () => forgetOldMessages(postgres), () => forgetOldKeys(postgres, config.idempotencyKeepHours)]);
payments.start(log, [() => retryPayments(platform)]);
reservations.start(log, [() => sweepReservations(platform)]);

stopOnSignal(log, [
  () => Promise.all([jobs.stop(), images.stop(), orders.stop(), tasks.stop(), relay.stop(), notifications.stop(), housekeeping.stop(), reservations.stop(), payments.stop()]),
  () => rabbitmq.close(),
  () => Promise.all([postgres.end(), redis.quit()]),
]);
log.info('working');
