import { JOBS_QUEUE } from './disputes/queue.js';
import { consumeJobs } from './disputes/worker/consume-jobs.js';
import { sweepFiles } from './disputes/worker/sweep-files.js';
import { configOrExit, workerConfig } from './platform/config.js';
import { Consumer } from './platform/consumer.js';
import { FileStore } from './platform/files.js';
import { forgetOldMessages, Housekeeping } from './platform/housekeeping.js';
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

const config = configOrExit(workerConfig);
const log = createLog(config.logLevel, config.instance);
const postgres = createPool({ url: config.postgresUrl, max: config.postgresPoolMax, name: config.instance, log });
const redis = createRedis(config.redisUrl, config.instance, log);
const platform: WorkerPlatform = { instance: config.instance, log, postgres, files: new FileStore(config.filesDir), live: new LivePublisher(redis, log) };

const relay = new Relay(postgres, { pollMs: config.outboxPollMs, batch: config.outboxBatch }, log);
const notifications = new Notifications();
const jobs = new Consumer(JOBS_QUEUE, config.prefetch, consumeJobs(platform, config.jobBatchRows), log);
const rabbitmq = new RabbitMq(config.amqpUrl, config.instance, log);
const housekeeping = new Housekeeping();

relay.start();
notifications.start(config.postgresUrl, OUTBOX_CHANNEL, log, () => relay.wake());
rabbitmq.start(declare(JOBS_QUEUE), relay.setup, jobs.setup);
housekeeping.start(log, [() => sweepFiles(platform), () => forgetOldMessages(postgres)]);

stopOnSignal(log, [
  () => Promise.all([jobs.stop(), relay.stop(), notifications.stop(), housekeeping.stop()]),
  () => rabbitmq.close(),
  () => Promise.all([postgres.end(), redis.quit()]),
]);
log.info('working');
