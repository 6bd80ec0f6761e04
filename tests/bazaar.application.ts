import type { Application } from '../fixtures/stack/types.js';

/** What Bazaar, and tests, show the payment provider. */
export const PROVIDER_API_KEY = 'bazaar-at-its-payment-provider';

const howItIsBuilt = ['build.mjs', 'packages.mjs', 'load-packages.mjs', 'package.json'];

/** How the kit builds and starts Bazaar, the application that ships to be tested. */
export const bazaar: Application = {
  name: 'bazaar',
  root: 'app',
  sources: ['src', 'web', 'migrations', ...howItIsBuilt],
  build: [
    { sources: ['src', 'migrations', ...howItIsBuilt], run: ['node', 'build.mjs', '--out', '{out}', '--part', 'service'] },
    { sources: howItIsBuilt, run: ['node', 'build.mjs', '--out', '{out}', '--part', 'packages'] },
    { sources: ['web', ...howItIsBuilt], run: ['node', 'build.mjs', '--out', '{out}', '--part', 'page'] },
  ],
  migrate: ['node', '{out}/migrate.js'],
  schema: ['migrate.js', 'migrations'],
  api: ['node', '{out}/api.js'],
  worker: ['node', '{out}/worker.js'],
  services: { provider: { run: ['node', '{out}/provider.js'], health: '/healthz' } },
  env: {
    DATABASE_URL: '{postgres}',
    REDIS_URL: '{redis}',
    AMQP_URL: '{rabbitmq}',
    FILES_DIR: '{files}',
    HOST: '{host}',
    PORT: '{port}',
    INSTANCE: '{instance}',
    AUTH_SECRET: '{secret}',
    // Hashing that costs an attacker time costs a suite with hundreds of users more; a scenario that is about it sets it back.
    PASSWORD_COST: '10',
    // Hundreds of requests a second of one user are no attack here; a scenario that is about the limits sets them.
    USER_REQUESTS_PER_MINUTE: '0',
    TENANT_REQUESTS_PER_MINUTE: '0',
    // Nobody is turned away because the machine is slow; a scenario that is about giving up sets how soon.
    STATEMENT_TIMEOUT_MS: '300000',
    LOCK_TIMEOUT_MS: '80000',
    PG_POOL_WAIT_MS: '100000',
    LOCK_LEASE_MS: '60000',
    IDEMPOTENCY_LEASE_SECONDS: '120',
    REFRESH_GRACE_SECONDS: '60',
    PROVIDER_TIMEOUT_MS: '15000',
    PROVIDER_WEBHOOK_TIMEOUT_MS: '60000',
    PROVIDER_URL: '{provider}',
    PROVIDER_API_KEY,
    PROVIDER_WEBHOOK_SECRET: '{secret}',
    PROVIDER_WEBHOOK_URL: '{balancer}/api/payments/webhooks',
  },
  health: '/healthz',
  metrics: {
    path: '/metrics',
    gauges: { 'pool size': 'bazaar_pg_pool_size', 'waiting for the pool': 'bazaar_pg_pool_waiting', 'pool limit': 'bazaar_pg_pool_max' },
    counters: { retries: 'bazaar_transaction_retries_total', 'lock time-outs': 'bazaar_lock_timeouts_total' },
  },
};
