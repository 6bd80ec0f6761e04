import type { Application } from '../../../fixtures/stack/types.js';

/** An application of three small files, for the tests of the stack itself. */
export const dummy: Application = {
  name: 'dummy',
  root: 'tests/kit/stack/dummy-app',
  sources: ['.'],
  // Copies itself, so that a patched copy is seen to be what runs.
  build: ['cp', 'server.mjs', 'worker.mjs', 'migrate.mjs', '{out}'],
  migrate: ['node', '{out}/migrate.mjs'],
  api: ['node', '{out}/server.mjs'],
  worker: ['node', '{out}/worker.mjs'],
  env: {
    DATABASE_URL: '{postgres}', REDIS_URL: '{redis}', AMQP_URL: '{rabbitmq}', FILES_DIR: '{files}',
    HOST: '{host}', PORT: '{port}', INSTANCE: '{instance}', SECRET: '{secret}', GREETING: 'hello',
  },
  health: '/healthz',
};
