import { expect, test } from '../../fixtures/index.js';
import type { Deployment } from '../../fixtures/stack/client.js';
import { nestedRun } from '../power/nested-run.js';

/** What a stranger would say of the suite's own deployment: its addresses, and nothing else. */
function addressesOf({ baseURL, stores }: Deployment): Record<string, string> {
  return {
    CONTEND_STACK: 'external', CONTEND_STACK_SOCKET: '', CONTEND_STACK_SESSION: '', CONTEND_BASE_URL: baseURL,
    CONTEND_POSTGRES_URL: stores.postgres, CONTEND_REDIS_URL: stores.redis, CONTEND_RABBITMQ_URL: stores.rabbitmq,
    CONTEND_RABBITMQ_MANAGEMENT_URL: stores.rabbitmqManagement, CONTEND_FILES_DIR: stores.files ?? '',
  };
}

/** Runs those scenarios against it, and tells by the row of each how it ended. */
async function play(rows: string, environment: Record<string, string>) {
  const { tests, output } = await nestedRun(['--project=scenarios', '--grep', `\\b(${rows})\\b`, 'tests/disputes/D-'], environment);
  return { output, ended: Object.fromEntries(tests.map(({ title, status, errors, reason }) => [title.split(' ')[0] ?? title, { status, errors, reason }])) };
}

const passed = { status: 'passed', errors: [], reason: undefined };

test('a target that runs already is tested by its addresses; what would need a deployment of its own is skipped and says why', async ({ target }) => {
  const { ended, output } = await play('D-04a|D-04c|D-08|D-12', addressesOf(target));
  expect(ended, output).toEqual({
    'D-04a': passed,
    'D-12': passed,
    'D-04c': { status: 'skipped', errors: [], reason: expect.stringContaining('a proxy needs a deployment that the suite starts') as unknown },
    'D-08': { status: 'skipped', errors: [], reason: expect.stringContaining('deployment') as unknown },
  });
});

test('a target may lack stores that no test asks for; a test that does is refused with one sentence', async ({ target }) => {
  const { CONTEND_REDIS_URL: _, CONTEND_RABBITMQ_URL: __, CONTEND_RABBITMQ_MANAGEMENT_URL: ___, ...addresses } = addressesOf(target);
  const { ended, output } = await play('D-04a|D-07a|D-15', addresses);
  const refused = (sentence: RegExp) => ({ status: 'failed', errors: expect.arrayContaining([expect.stringMatching(sentence)]) as unknown, reason: undefined });
  expect(ended, output).toEqual({
    'D-04a': passed,
    'D-07a': refused(/'D-07a one session submitted several times at once' needs RabbitMQ, and CONTEND_RABBITMQ_URL is not set: set it, or leave the test out/),
    'D-15': refused(/leases an account or meets others, for which the suite needs a Redis: set CONTEND_REDIS_URL to the target's, or CONTEND_MEETING_REDIS/),
  });
});
