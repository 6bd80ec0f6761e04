import { expect, test } from '../../fixtures/index.js';
import { nestedRun } from '../power/nested-run.js';

/** The suite's own deployment, as a stranger would point the suite at it: by its addresses alone. */
test('a target that runs already is tested by its addresses; what would need a deployment of its own is skipped and says why', async ({ target }) => {
  test.setTimeout(180_000);
  const { stores, baseURL } = target;
  const { tests, output } = await nestedRun(['--project=scenarios', '--grep', 'D-04a|D-08|D-12'], {
    CONTEND_STACK: 'external',
    CONTEND_STACK_SOCKET: '',
    CONTEND_STACK_SESSION: '',
    CONTEND_BASE_URL: baseURL,
    CONTEND_POSTGRES_URL: stores.postgres,
    CONTEND_REDIS_URL: stores.redis,
    CONTEND_RABBITMQ_URL: stores.rabbitmq,
    CONTEND_RABBITMQ_MANAGEMENT_URL: stores.rabbitmqManagement,
    CONTEND_FILES_DIR: stores.files ?? '',
  });
  const ended = Object.fromEntries(tests.map(({ title, status, errors, reason }) => [title.slice(0, 4), { status, errors, reason }]));
  expect(ended, output).toEqual({
    'D-04': { status: 'passed', errors: [], reason: undefined },
    'D-12': { status: 'passed', errors: [], reason: undefined },
    'D-08': { status: 'skipped', errors: [], reason: expect.stringContaining('deployment') as unknown },
  });
});
