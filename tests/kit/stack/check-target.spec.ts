import { expect, test as base } from '@playwright/test';
import { connectStack } from '../../../fixtures/stack/client.js';
import type { ExternalTarget } from '../../../fixtures/stack/environment.js';
import { checkTarget } from '../../../fixtures/stack/external/check-target.js';
import { dummy } from './dummy.application.js';

/** With an address of every store. */
type CompleteTarget = ExternalTarget & Required<Omit<ExternalTarget, 'files' | 'services'>>;

// A deployment of the suite's own serves as the target that it did not start.
const test = base.extend<object, { target: CompleteTarget }>({
  target: [async ({}, use) => {
    const stack = await connectStack();
    const { baseURL, stores } = await stack.deploy(dummy, { instances: 1, workers: 0 });
    await use({ baseURL, ...stores });
    await stack.close();
  }, { scope: 'worker' }],
});

const change = (url: string, edit: (url: URL) => void): string => {
  const changed = new URL(url);
  edit(changed);
  return changed.href.replace(/\/$/, '');
};
const wrongPassword = (url: string): string => change(url, (each) => (each.password = 'guessed'));
const nowhere = (url: string): string => change(url, (each) => (each.port = '2'));

test('a target that is well, with all its stores', async ({ target }) => {
  await checkTarget(target, '/healthz');
});

test('a target of which no store has an address', async ({ target: { baseURL } }) => {
  await checkTarget({ baseURL }, '/healthz');
});

const wrong: { what: string; spoil: (target: CompleteTarget) => Partial<CompleteTarget>; says: RegExp }[] = [
  { what: 'the target is down', spoil: ({ baseURL }) => ({ baseURL: nowhere(baseURL) }), says: /^CONTEND_BASE_URL \(.*\): the target is down; nobody listens there/ },
  { what: 'there is no such host', spoil: () => ({ baseURL: 'http://no-such-host.invalid' }), says: /^CONTEND_BASE_URL .*the name of the host|there is no host of that name/ },
  { what: 'the target is another', spoil: ({ rabbitmqManagement }) => ({ baseURL: new URL(rabbitmqManagement).origin }), says: /^CONTEND_BASE_URL .*: expected 200 from \/healthz, found 404/ },
  { what: 'Postgres is down', spoil: ({ postgres }) => ({ postgres: nowhere(postgres) }), says: /^CONTEND_POSTGRES_URL .*: nobody listens there/ },
  { what: 'the password of Postgres is wrong', spoil: ({ postgres }) => ({ postgres: wrongPassword(postgres) }), says: /^CONTEND_POSTGRES_URL .*: the password is wrong/ },
  { what: 'there is no such database', spoil: ({ postgres }) => ({ postgres: change(postgres, (url) => (url.pathname = '/shop')) }), says: /^CONTEND_POSTGRES_URL .*: the server has no such database/ },
  { what: 'the password of Redis is wrong', spoil: ({ redis }) => ({ redis: wrongPassword(redis) }), says: /^CONTEND_REDIS_URL .*: the password is wrong/ },
  { what: 'the password of Redis is missing', spoil: ({ redis }) => ({ redis: change(redis, (url) => (url.password = '')) }), says: /^CONTEND_REDIS_URL .*: the password is wrong, or missing/ },
  { what: 'Redis has no such database', spoil: ({ redis }) => ({ redis: change(redis, (url) => (url.pathname = '/9999')) }), says: /^CONTEND_REDIS_URL .*: the server has no database of that number/ },
  { what: 'Redis is down', spoil: ({ redis }) => ({ redis: nowhere(redis) }), says: /^CONTEND_REDIS_URL .*: nobody listens there/ },
  { what: 'the password of RabbitMQ is wrong', spoil: ({ rabbitmq }) => ({ rabbitmq: wrongPassword(rabbitmq) }), says: /^CONTEND_RABBITMQ_URL .*: the user or the password is wrong/ },
  { what: 'there is no such virtual host', spoil: ({ rabbitmq }) => ({ rabbitmq: change(rabbitmq, (url) => (url.pathname = '/shop')) }), says: /^CONTEND_RABBITMQ_URL .*: the server has no such virtual host/ },
  { what: 'the port of RabbitMQ is that of something else', spoil: ({ rabbitmq, redis }) => ({ rabbitmq: change(rabbitmq, (url) => (url.port = new URL(redis).port)) }), says: /^CONTEND_RABBITMQ_URL / },
  { what: 'the password of the management API is wrong', spoil: ({ rabbitmqManagement }) => ({ rabbitmqManagement: wrongPassword(rabbitmqManagement) }), says: /^CONTEND_RABBITMQ_MANAGEMENT_URL .*: the user or the password is wrong/ },
  { what: 'the management API is something else', spoil: ({ baseURL }) => ({ rabbitmqManagement: baseURL }), says: /^CONTEND_RABBITMQ_MANAGEMENT_URL .*: expected RabbitMQ's management API/ },
  { what: 'there is no such folder', spoil: () => ({ files: '/no/such/folder' }), says: /^CONTEND_FILES_DIR: expected the folder .*, found none at \/no\/such\/folder/ },
  { what: 'a service beside it is down', spoil: ({ baseURL }) => ({ services: { bank: nowhere(baseURL) } }), says: /^CONTEND_SERVICES \(.*\): nobody listens there/ },
];

for (const { what, spoil, says } of wrong) {
  test(`said in one sentence, without a password: ${what}`, async ({ target }) => {
    const spoilt = { ...target, ...spoil(target) };
    const refusal = await checkTarget(spoilt, '/healthz').then(() => 'nothing', (error: Error) => error.message);
    expect(refusal).toMatch(says);
    expect(refusal).not.toContain('\n');
    for (const url of [spoilt.postgres, spoilt.redis, spoilt.rabbitmq, spoilt.rabbitmqManagement]) {
      const { password } = new URL(url);
      if (password !== '') expect(refusal).not.toContain(password);
    }
  });
}
