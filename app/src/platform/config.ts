import { isAbsolute } from 'node:path';
import type { Isolation } from './postgres.js';

/** What a setting is wrong about, in one sentence for the person who set it. */
export class ConfigError extends Error {}

export type Environment = Record<string, string | undefined>;

function required(env: Environment, name: string, what: string): string {
  const value = env[name];
  if (!value) throw new ConfigError(`${name} is not set: it must hold ${what}.`);
  return value;
}

function url(env: Environment, name: string, protocols: string[]): string {
  const value = required(env, name, `an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
  const protocol = URL.canParse(value) ? new URL(value).protocol : '';
  // The value is not repeated: it holds a password.
  if (!protocols.includes(protocol)) throw new ConfigError(`${name} must be an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}.`);
  return value;
}

function integer(env: Environment, name: string, preset: number | undefined, min: number, max: number): number {
  const value = env[name];
  if ((value === undefined || value === '') && preset !== undefined) return preset;
  const number = value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : NaN;
  if (!(number >= min && number <= max)) throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, but is ${value === undefined ? 'not set' : `"${value}"`}.`);
  return number;
}

function choice<const T extends string>(env: Environment, name: string, preset: T, values: readonly T[]): T {
  const value = env[name] || preset;
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw new ConfigError(`${name} must be one of ${values.join(', ')}, but is "${value}".`);
  return found;
}

function directory(env: Environment, name: string): string {
  const value = required(env, name, 'the absolute path of a folder');
  if (!isAbsolute(value)) throw new ConfigError(`${name} must be the absolute path of a folder, but is "${value}".`);
  return value;
}

function secret(env: Environment, name: string): string {
  const value = required(env, name, 'at least 32 characters that nobody can guess');
  if (value.length < 32) throw new ConfigError(`${name} must hold at least 32 characters, but holds ${value.length}.`);
  return value;
}

const STRATEGIES = ['pessimistic', 'optimistic', 'serializable'] as const;
/** How every change of stock is made. */
export type StockStrategy = (typeof STRATEGIES)[number];

/** Levels as a setting writes them, and as a transaction asks for them. */
const ISOLATIONS = { 'read committed': 'READ COMMITTED', 'repeatable read': 'REPEATABLE READ', serializable: 'SERIALIZABLE' } as const;

function isolation(env: Environment, name: string, preset: keyof typeof ISOLATIONS): Isolation {
  return ISOLATIONS[choice(env, name, preset, ['read committed', 'repeatable read', 'serializable'])];
}

const providerApiKey = (env: Environment) => required(env, 'PROVIDER_API_KEY', 'the key that the payment provider knows Bazaar by');
const providerWebhookSecret = (env: Environment) => secret(env, 'PROVIDER_WEBHOOK_SECRET');

const postgresUrl = (env: Environment) => url(env, 'DATABASE_URL', ['postgres:', 'postgresql:']);

/** What every long-running process of Bazaar needs. */
function commonConfig(env: Environment) {
  return {
    instance: required(env, 'INSTANCE', 'a name for this process, such as api-1'),
    logLevel: choice(env, 'LOG_LEVEL', 'info', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    postgresUrl: postgresUrl(env),
    postgresPoolWaitMs: integer(env, 'PG_POOL_WAIT_MS', 10_000, 100, 600_000),
    statementTimeoutMs: integer(env, 'STATEMENT_TIMEOUT_MS', 30_000, 6000, 600_000),
    redisUrl: url(env, 'REDIS_URL', ['redis:', 'rediss:']),
    amqpUrl: url(env, 'AMQP_URL', ['amqp:', 'amqps:']),
    filesDir: directory(env, 'FILES_DIR'),
    imageCacheSeconds: integer(env, 'IMAGE_CACHE_SECONDS', 30, 1, 3600),
    stockStrategy: choice(env, 'STOCK_STRATEGY', 'pessimistic', STRATEGIES),
    conflictAttempts: integer(env, 'CONFLICT_ATTEMPTS', 8, 1, 100),
    providerUrl: url(env, 'PROVIDER_URL', ['http:', 'https:']),
    providerApiKey: providerApiKey(env),
    providerTimeoutMs: integer(env, 'PROVIDER_TIMEOUT_MS', 5000, 100, 60_000),
  };
}

export function apiConfig(env: Environment) {
  const common = commonConfig(env);
  return {
    ...common,
    host: env['HOST'] || '127.0.0.1',
    port: integer(env, 'PORT', undefined, 0, 65535),
    authSecret: secret(env, 'AUTH_SECRET'),
    accessTokenSeconds: integer(env, 'ACCESS_TOKEN_SECONDS', 900, 1, 86_400),
    refreshTokenSeconds: integer(env, 'REFRESH_TOKEN_SECONDS', 604_800, 1, 31_536_000),
    refreshGraceSeconds: integer(env, 'REFRESH_GRACE_SECONDS', 5, 0, 60),
    passwordCost: integer(env, 'PASSWORD_COST', 15, 10, 20),
    postgresPoolMax: integer(env, 'PG_POOL_MAX', 10, 1, 1000),
    uploadsPerMinute: integer(env, 'UPLOADS_PER_MINUTE', 60, 1, 1_000_000),
    maxFileBytes: integer(env, 'MAX_FILE_BYTES', 67_108_864, 1, 10_737_418_240),
    maxRows: integer(env, 'MAX_ROWS', 1_000_000, 1, 100_000_000),
    imagesPerMinute: integer(env, 'IMAGES_PER_MINUTE', 60, 1, 1_000_000),
    commentsPerMinute: integer(env, 'COMMENTS_PER_MINUTE', 120, 1, 1_000_000),
    maxImageBytes: integer(env, 'MAX_IMAGE_BYTES', 10_485_760, 1, 1_073_741_824),
    maxImagePixels: integer(env, 'MAX_IMAGE_PIXELS', 40_000_000, 1, 1_000_000_000),
    quotaImages: integer(env, 'QUOTA_IMAGES', 1000, 0, 1_000_000_000),
    quotaBytes: integer(env, 'QUOTA_BYTES', 1_073_741_824, 0, 1_000_000_000_000),
    liveConnectionsPerUser: integer(env, 'LIVE_CONNECTIONS_PER_USER', 20, 1, 100_000),
    maxInFlight: integer(env, 'MAX_IN_FLIGHT', 500, 1, 1_000_000),
    shopIsolation: isolation(env, 'SHOP_ISOLATION', 'serializable'),
    reservationSeconds: integer(env, 'RESERVATION_SECONDS', 900, 1, 86_400),
    catalogueCacheSeconds: integer(env, 'CATALOGUE_CACHE_SECONDS', 30, 1, 3600),
    providerWebhookSecret: providerWebhookSecret(env),
    webhookToleranceSeconds: integer(env, 'WEBHOOK_TOLERANCE_SECONDS', 300, 1, 86_400),
    idempotencyLeaseSeconds: integer(env, 'IDEMPOTENCY_LEASE_SECONDS', 30, 1, 3600),
    // Less than a statement may take: who waits for a lock is told so, and not that the store is slow.
    lockTimeoutMs: integer(env, 'LOCK_TIMEOUT_MS', 5000, 100, common.statementTimeoutMs - 500),
    userRequestsPerMinute: integer(env, 'USER_REQUESTS_PER_MINUTE', 600, 0, 1_000_000),
    tenantRequestsPerMinute: integer(env, 'TENANT_REQUESTS_PER_MINUTE', 6000, 0, 1_000_000),
    rateWindowSeconds: integer(env, 'RATE_WINDOW_SECONDS', 60, 1, 3600),
    lockLeaseMs: integer(env, 'LOCK_LEASE_MS', 10_000, 1000, 300_000),
    stocktakeLeaseSeconds: integer(env, 'STOCKTAKE_LEASE_SECONDS', 60, 1, 300),
  };
}

export function workerConfig(env: Environment) {
  return {
    ...commonConfig(env),
    postgresPoolMax: integer(env, 'WORKER_PG_POOL_MAX', 4, 1, 1000),
    jobBatchRows: integer(env, 'JOB_BATCH_ROWS', 1000, 1, 10_000),
    prefetch: integer(env, 'WORKER_PREFETCH', 1, 1, 100),
    outboxPollMs: integer(env, 'OUTBOX_POLL_MS', 1000, 10, 3_600_000),
    outboxBatch: integer(env, 'OUTBOX_BATCH', 20, 1, 1000),
    imagePrefetch: integer(env, 'IMAGE_PREFETCH', 2, 1, 100),
    thumbPixels: integer(env, 'THUMB_PIXELS', 320, 16, 4096),
    largePixels: integer(env, 'LARGE_PIXELS', 1280, 16, 8192),
    reservationSweepMs: integer(env, 'RESERVATION_SWEEP_MS', 5000, 10, 3_600_000),
    paymentRetrySeconds: integer(env, 'PAYMENT_RETRY_SECONDS', 10, 1, 3600),
    orderEventsPrefetch: integer(env, 'ORDER_EVENTS_PREFETCH', 4, 1, 100),
    tasksPrefetch: integer(env, 'TASKS_PREFETCH', 1, 1, 100),
    idempotencyKeepHours: integer(env, 'IDEMPOTENCY_KEEP_HOURS', 24, 1, 8760),
    housekeepingSeconds: integer(env, 'HOUSEKEEPING_SECONDS', 600, 1, 86_400),
  };
}

export function migrateConfig(env: Environment) {
  return { postgresUrl: postgresUrl(env) };
}

/** Of the payment provider, which is no part of Bazaar but stands for an outside party. */
export function providerConfig(env: Environment) {
  return {
    host: env['HOST'] || '127.0.0.1',
    port: integer(env, 'PORT', undefined, 0, 65535),
    apiKey: providerApiKey(env),
    webhookSecret: providerWebhookSecret(env),
    webhookUrl: url(env, 'PROVIDER_WEBHOOK_URL', ['http:', 'https:']),
    webhookTimeoutMs: integer(env, 'PROVIDER_WEBHOOK_TIMEOUT_MS', 10_000, 100, 600_000),
  };
}

export type ApiConfig = ReturnType<typeof apiConfig>;
export type WorkerConfig = ReturnType<typeof workerConfig>;
export type ProviderConfig = ReturnType<typeof providerConfig>;

/** Reads the settings, or says in one sentence which one to change and ends the process. */
export function configOrExit<T>(read: (env: Environment) => T): T {
  try {
    return read(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`Bazaar cannot start: ${error.message}\n`);
    process.exit(2);
  }
}
