import type { Application } from '../../../../fixtures/stack/types.js';

/** The example application of the explorer's tests, as something that is deployed. */
export const example: Application = {
  name: 'example',
  root: 'tests/kit/explore/example-app',
  sources: ['.'],
  migrate: ['node', '--import', 'tsx', '{root}/migrate.ts'],
  api: ['node', '--import', 'tsx', '{root}/serve.ts'],
  env: { DATABASE_URL: '{postgres}', HOST: '{host}', PORT: '{port}' },
  health: '/healthz',
};
