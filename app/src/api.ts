import './platform/memory.js';
import { mkdir } from 'node:fs/promises';
import { accountRoutes } from './accounts/routes.js';
import { TASKS_QUEUE } from './billing/queue.js';
import { billingRoutes } from './billing/routes.js';
import { JOBS_QUEUE } from './disputes/queue.js';
import { disputeRoutes } from './disputes/routes.js';
import { ImageCache } from './gallery/cache.js';
import { IMAGES_QUEUE } from './gallery/queue.js';
import { galleryRoutes } from './gallery/routes.js';
import { AccessTokens } from './platform/auth.js';
import { apiConfig, configOrExit } from './platform/config.js';
import { FileStore } from './platform/files.js';
import { serveHealth } from './platform/health.js';
import { LiveHub, LivePublisher } from './platform/live.js';
import { Locks } from './platform/locks.js';
import { createLog } from './platform/log.js';
import { serveMetrics } from './platform/metrics.js';
import type { Platform } from './platform/platform.js';
import { createPool } from './platform/postgres.js';
import { RabbitMq } from './platform/rabbitmq.js';
import { createRedis, createSubscriber } from './platform/redis.js';
import { createServer } from './platform/server.js';
import { stopOnSignal } from './platform/shutdown.js';
import { declare } from './platform/topology.js';
import { servePage } from './platform/web.js';
import { ORDERS_QUEUE } from './shop/queue.js';
import { shopRoutes, webhookRoutes } from './shop/routes.js';

const config = configOrExit(apiConfig);
const log = createLog(config.logLevel, config.instance);
const postgres = createPool({ url: config.postgresUrl, max: config.postgresPoolMax, waitMs: config.postgresPoolWaitMs, statementMs: config.statementTimeoutMs, name: config.instance, log });
const redis = createRedis(config.redisUrl, config.instance, log);
const subscriber = createSubscriber(config.redisUrl, config.instance, log);
const hub = new LiveHub(subscriber);
// The workers publish and consume; an instance only makes sure that there is something to publish to, and knows whether it is there.
const rabbitmq = new RabbitMq(config.amqpUrl, config.instance, log);
rabbitmq.start(declare(JOBS_QUEUE), declare(IMAGES_QUEUE), declare(ORDERS_QUEUE), declare(TASKS_QUEUE));

const platform: Platform = {
  config,
  log,
  postgres,
  redis,
  files: new FileStore(config.filesDir),
  tokens: new AccessTokens(config.authSecret, config.accessTokenSeconds),
  live: new LivePublisher(redis, log),
  imageCache: new ImageCache(redis, config.imageCacheSeconds, log),
  hub,
  locks: new Locks(redis, postgres, config.lockTimeoutMs),
};

const app = createServer(log, config.maxInFlight);
serveHealth(app, { instance: config.instance, postgres, redis, rabbitmq });
serveMetrics(app, postgres);
void app.register(accountRoutes(platform), { prefix: '/api' });
void app.register(disputeRoutes(platform), { prefix: '/api' });
void app.register(galleryRoutes(platform), { prefix: '/api' });
void app.register(shopRoutes(platform), { prefix: '/api' });
void app.register(webhookRoutes(platform), { prefix: '/api' });
void app.register(billingRoutes(platform), { prefix: '/api' });
servePage(app);

stopOnSignal(log, [
  async () => hub.closeAll(),
  () => app.close(),
  () => Promise.all([postgres.end(), redis.quit(), subscriber.quit(), rabbitmq.close()]),
]);

try {
  await mkdir(config.filesDir, { recursive: true });
  await app.listen({ host: config.host, port: config.port });
} catch (error) {
  process.stderr.write(`Bazaar cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
log.info({ host: config.host, port: config.port }, 'listening');
