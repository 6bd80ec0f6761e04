import { connect } from 'node:net';
import { expect, test as base } from '@playwright/test';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { connectStack, type Deployment, type StackClient } from '../../../fixtures/stack/client.js';
import { ExternalStack } from '../../../fixtures/stack/external/external-stack.js';
import { NotOwnedError } from '../../../fixtures/stack/errors.js';
import { until } from '../../../fixtures/until.js';
import { dummy } from './dummy.application.js';

const test = base.extend<object, { stack: StackClient; deployment: Deployment }>({
  stack: [async ({}, use) => {
    const stack = await connectStack();
    await use(stack);
    await stack.close();
  }, { scope: 'worker' }],
  deployment: [async ({ stack }, use) => {
    await use(await stack.deploy(dummy, { instances: 2, workers: 1 }));
  }, { scope: 'worker' }],
});

const find = (deployment: Deployment, name: string): Deployment['processes'][number] => {
  const found = deployment.processes.find((process) => process.name === name);
  if (!found) throw new Error(`no process ${name}`);
  return found;
};

test('a killed instance is gone, the other goes on answering, and it comes back under its name and port', async ({ deployment }) => {
  const before = find(deployment, 'api-1');
  await deployment.kill('api-1');
  expect(() => process.kill(before.pid, 0)).toThrow(/ESRCH/);
  expect(find(deployment, 'api-1').running).toBe(false);
  for (let request = 0; request < 6; request++) expect((await fetch(`${deployment.baseURL}/who`)).headers.get('x-served-by')).toBe('api-2');

  await deployment.start('api-1');
  const after = find(deployment, 'api-1');
  expect(after).toMatchObject({ running: true, baseURL: before.baseURL });
  expect(after.pid).not.toBe(before.pid);
  await until('the balancer to use api-1 again', async () => (await fetch(`${deployment.baseURL}/who`)).headers.get('x-served-by') === 'api-1');
});

test('a killed worker stays dead until it is started', async ({ deployment }) => {
  await deployment.kill('worker-1', 'SIGTERM');
  expect(find(deployment, 'worker-1').running).toBe(false);
  await expect(deployment.kill('worker-1')).rejects.toThrow(/worker-1 is not running \(it ended by SIGTERM\): start it first/);
  await deployment.start('worker-1');
  await expect(deployment.start('worker-1')).rejects.toThrow(/worker-1 is running already/);
  await until('worker-1 to say that it works', async () => (await deployment.logs('worker-1')).split('worker-1 works').length === 3);
});

test('a process that dies by itself is seen to be dead, and is not restarted', async ({ deployment }) => {
  await expect(fetch(`${find(deployment, 'api-2').baseURL ?? ''}/crash`)).rejects.toThrow();
  await until('api-2 to be reported dead', async () => {
    await deployment.refresh();
    return !find(deployment, 'api-2').running;
  });
  await deployment.start('api-2');
});

test('a paused instance accepts connections but does nothing until it is resumed', async ({ deployment }) => {
  const { port } = new URL(find(deployment, 'api-1').baseURL ?? '');
  await deployment.pause('api-1');
  const socket = connect(Number(port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  // The other instance answers many times meanwhile: this one had the time to, and did not.
  for (let request = 0; request < 20; request++) await fetch(`${find(deployment, 'api-2').baseURL ?? ''}/who`);
  expect(answer).toBe('');
  await deployment.resume('api-1');
  await until('the answer of api-1', () => answer.includes('well'));
  socket.destroy();
});

test('memory is told in bytes, and its peak can begin anew', async ({ deployment }) => {
  const first = await deployment.memory('api-1', { resetPeak: true });
  expect(first.current).toBeGreaterThan(10_000_000);
  expect(first.peak).toBeGreaterThanOrEqual(first.current);
  expect((await deployment.memory('api-1')).peak).toBeLessThanOrEqual(first.peak * 2);
});

test('a name that is wrong is answered with the right one', async ({ deployment }) => {
  await expect(deployment.kill('api-12')).rejects.toThrow(/no process "api-12"\. Did you mean "api-[12]"\? It has: api-1, api-2, worker-1/);
});

test('what others share is not broken', async ({ stack, deployment }) => {
  await expect(deployment.stopStore('rabbitmq')).rejects.toThrow("rabbitmq is shared by other tests; ask for one of your own: test.use({ deployment: { dedicated: ['rabbitmq'] } }).");
  const shared = await stack.shared();
  for (const attempt of [shared.kill('api-1'), shared.pause('api-1'), shared.release()]) await expect(attempt).rejects.toThrow(/Other tests share this deployment/);
});

test('a dedicated store stops and comes back at its address, as its own kind does', async ({ stack }) => {
  const deployment = await stack.deploy(dummy, { instances: 1, workers: 0, dedicated: ['postgres', 'redis', 'rabbitmq'] });
  const { postgres, redis, rabbitmqManagement } = deployment.stores;
  const sql = async (text: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: postgres });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };

  await test.step('Postgres keeps what was committed, even through a crash', async () => {
    await sql('INSERT INTO things VALUES (1)');
    await deployment.stopStore('postgres', 'crash');
    await expect(sql('SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
    await deployment.startStore('postgres');
    await sql('INSERT INTO things VALUES (2)');
    await deployment.restartStore('postgres');
    expect(await sql('SELECT id FROM things ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  await test.step('Redis is empty afterwards', async () => {
    const client = new Redis(redis);
    await client.set('key', 'value');
    await client.quit();
    await deployment.restartStore('redis');
    const after = new Redis(redis);
    expect(await after.get('key')).toBeNull();
    await after.quit();
  });

  await test.step('RabbitMQ keeps its durable queues', async () => {
    const { username, password, origin } = new URL(rabbitmqManagement);
    const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
    const url = `${origin}/api/queues/${deployment.id}/durable`;
    expect((await fetch(url, { method: 'PUT', headers, body: '{"durable":true}' })).status).toBe(201);
    // Not by a crash: RabbitMQ may then forget what was declared in the last two seconds.
    await deployment.restartStore('rabbitmq');
    await until('the queue to be there again', async () => (await fetch(url, { headers })).status === 200);
  });
  await deployment.release();
});

test('a target that the suite did not start can be used, and nothing else', async () => {
  const stack = new ExternalStack({ baseURL: 'http://127.0.0.1:1', postgres: '', redis: 'redis://127.0.0.1:1/0', rabbitmq: '', rabbitmqManagement: '' });
  const target = await stack.deploy(dummy);
  expect(target).toMatchObject({ owned: false, baseURL: 'http://127.0.0.1:1' });
  await expect(target.kill('worker-1')).rejects.toThrow(NotOwnedError);
  await expect(target.kill('worker-1')).rejects.toThrow(/Cannot kill worker-1: http:\/\/127\.0\.0\.1:1 was not started by the suite/);
  await expect(stack.deploy(dummy, { workers: 1 })).rejects.toThrow(/needs a deployment of its own \(workers\)/);
  // A mistake in the options is a mistake wherever the tests run.
  await expect(stack.deploy(dummy, { instances: 0 })).rejects.toThrow(/"instances": expected/);
});
