import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { connectStack, type Deployment, type StackClient } from '../../../fixtures/stack/client.js';
import { readEnvironment } from '../../../fixtures/stack/environment.js';
import { projectRoot } from '../../../fixtures/stack/paths.js';
import { Connection } from '../../../fixtures/stack/rpc/connection.js';
import { SERVED_BY, type Application } from '../../../fixtures/stack/types.js';
import { dummy } from './dummy.application.js';

const test = base.extend<object, { stack: StackClient; deployment: Deployment }>({
  stack: [async ({}, use) => {
    const stack = await connectStack();
    await use(stack);
    await stack.close();
  }, { scope: 'worker' }],
  // One a worker: every test leaves it as it was.
  deployment: [async ({ stack }, use) => {
    await use(await stack.deploy(dummy, { instances: 2, workers: 1 }));
  }, { scope: 'worker' }],
});

interface Who { instance: string; pid: number; greeting: string; environment: string[] }

async function who(baseURL: string): Promise<Who> {
  return (await fetch(`${baseURL}/who`)).json() as Promise<Who>;
}

test('the balancer hands requests to all instances in turn, and says who answered', async ({ deployment }) => {
  const seen = new Map<string, number>();
  for (let request = 0; request < 10; request++) {
    const response = await fetch(`${deployment.baseURL}/who`);
    const { instance } = (await response.json()) as Who;
    expect(response.headers.get(SERVED_BY)).toBe(instance);
    seen.set(instance, (seen.get(instance) ?? 0) + 1);
  }
  expect(Object.fromEntries(seen)).toEqual({ 'api-1': 5, 'api-2': 5 });
});

test('every instance can be addressed past the balancer', async ({ deployment }) => {
  for (const { name, baseURL, pid } of deployment.processes.filter(({ kind }) => kind === 'api')) {
    expect(await who(baseURL ?? '')).toMatchObject({ instance: name, pid });
  }
});

test('server-sent events come through at once', async ({ deployment }) => {
  const response = await fetch(`${deployment.baseURL}/events`);
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(Buffer.from(first?.value ?? []).toString()).toBe('data: first\n\n');
  await reader?.cancel();
});

test('processes get what the description says and nothing of the user\'s environment', async ({ deployment }) => {
  const { environment } = await who(deployment.baseURL);
  expect(environment.filter((name) => !(name in dummy.env)).sort()).toEqual(['HOME', 'LANG', 'PATH', 'TZ', ...('TMPDIR' in process.env ? ['TMPDIR'] : [])].sort());
});

test('in a run through proxies, every process reaches its stores past one, and the verdicts past none', async () => {
  const environment = readEnvironment();
  if (environment.mode !== 'embedded' || environment.socket === undefined) throw new Error('global set-up starts the stack before any test');
  const run = await Connection.open(environment.socket);
  const { session } = await run.call('hello', { role: 'session', application: dummy, wire: true });
  const stack = await connectStack({ mode: 'embedded', socket: environment.socket, session });
  const { baseURL, stores } = await stack.deploy(dummy, { instances: 1, workers: 0, settings: { GREETING: '{postgres} {redis} {rabbitmq}' } });
  const [postgres = '', redis = '', rabbitmq = ''] = (await who(baseURL)).greeting.split(' ');
  for (const [through, past] of [[postgres, stores.postgres], [redis, stores.redis], [rabbitmq, stores.rabbitmq]] as const) {
    expect(new URL(through).port).not.toBe(new URL(past).port);
    expect(Object.assign(new URL(through), { host: new URL(past).host }).href).toBe(past);
  }
  const client = new Client(postgres);
  await client.connect();
  const { rows: [database] } = await client.query<{ name: string }>('select current_database() as name');
  expect(`/${database?.name}`).toBe(new URL(stores.postgres).pathname);
  await client.end();
  await stack.close();
  run.close();
});

test('the stores are its own, and empty but for the schema', async ({ stack, deployment }) => {
  const other = await stack.deploy(dummy, { instances: 1, workers: 0 });
  const clients = [deployment, other].map(({ stores }) => new Client({ connectionString: stores.postgres }));
  const redis = [deployment, other].map(({ stores }) => new Redis(stores.redis));
  try {
    await Promise.all(clients.map((client) => client.connect()));
    await clients[0]?.query('INSERT INTO things VALUES (1)');
    expect((await clients[1]?.query('SELECT * FROM things'))?.rows).toEqual([]);
    await redis[0]?.set('key', 'value');
    expect(await redis[1]?.get('key')).toBeNull();
    expect(deployment.stores.rabbitmq).not.toBe(other.stores.rabbitmq);
    expect(deployment.stores.files).not.toBe(other.stores.files);
  } finally {
    await clients[0]?.query('DELETE FROM things');
    await Promise.all([...clients.map((client) => client.end()), ...redis.map((client) => client.quit())]);
    await other.release();
  }
});

test('the application is no superuser of its database', async ({ deployment }) => {
  const client = new Client({ connectionString: deployment.stores.postgres });
  await client.connect();
  expect((await client.query<{ is_superuser: string }>('SHOW is_superuser')).rows[0]?.is_superuser).toBe('off');
  await client.end();
});

test('its user of RabbitMQ may look at its own virtual host, and at no other', async ({ stack, deployment }) => {
  const other = await stack.deploy(dummy, { instances: 1, workers: 0 });
  const { username, password, origin } = new URL(deployment.stores.rabbitmqManagement);
  const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  const status = async (vhost: string): Promise<number> => (await fetch(`${origin}/api/queues/${vhost}`, { headers })).status;
  expect(await status(deployment.id)).toBe(200);
  const body = (queue: string): Promise<number> => fetch(`${origin}/api/queues/${other.id}/${queue}`, { method: 'PUT', headers, body: '{}' }).then((answer) => answer.status);
  expect(await body('intruder')).toBe(401);
  await other.release();
});

test('stored files are seen from here', async ({ deployment }) => {
  await fetch(`${deployment.baseURL}/file`);
  expect(readFileSync(join(deployment.stores.files ?? '', 'written'), 'utf8')).toMatch(/^api-\d\n/);
});

test('settings lie over the description\'s environment', async ({ stack }) => {
  const deployment = await stack.deploy(dummy, { instances: 1, workers: 0, settings: { GREETING: 'good day' } });
  expect((await who(deployment.baseURL)).greeting).toBe('good day');
  await deployment.release();
});

test('a patched copy runs, and the original stays as it is', async ({ stack, deployment }, testInfo) => {
  const patch = testInfo.outputPath('flaw.patch');
  writeFileSync(patch, `--- a/server.mjs
+++ b/server.mjs
@@ -9,1 +9,1 @@
-createServer((request, response) => {
+createServer((request, response) => { response.setHeader('x-patched', 'yes');
`);
  const patched = await stack.deploy(dummy, { instances: 1, workers: 0, patch: relative(projectRoot, patch) });
  expect((await fetch(`${patched.baseURL}/who`)).headers.get('x-patched')).toBe('yes');
  expect((await fetch(`${deployment.baseURL}/who`)).headers.get('x-patched')).toBeNull();
  await patched.release();
});

test('a service beside the application is told like the others where it listens, everybody knows its address, and it may die and come back', async ({ stack, deployment }) => {
  const described = { ...dummy, services: { bank: { run: ['node', '{out}/server.mjs'], health: '/healthz' } }, env: { ...dummy.env, GREETING: '{bank} {balancer}' } };
  const own = await stack.deploy(described, { instances: 1, workers: 0 });
  const bank = own.service('bank');
  expect(await who(bank)).toMatchObject({ instance: 'bank', greeting: `${bank} ${own.baseURL}` });
  expect(await who(own.baseURL)).toMatchObject({ instance: 'api-1', greeting: `${bank} ${own.baseURL}` });
  await own.kill('bank');
  await expect(who(bank)).rejects.toThrow();
  await own.start('bank');
  const { pid } = await who(bank);
  expect(() => own.service('bang')).toThrow(/no service "bang"\. Did you mean "bank"\? It has: bank\.$/);
  expect(() => deployment.service('bank')).toThrow(/Its application describes none/);
  await own.release();
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
});

/** The application in two parts, each stamped when it is made. Its greeting is where the build is. */
const parted: Application = {
  ...dummy, name: 'parted', schema: ['migrate.mjs'], env: { ...dummy.env, GREETING: '{out}' },
  build: [['server.mjs'], ['worker.mjs', 'migrate.mjs']].map((sources, i) => ({
    sources, run: ['node', '-e', `for (const f of ${JSON.stringify(sources)}) fs.cpSync(f, '{out}/' + f); fs.writeFileSync('{out}/stamp-${i}', crypto.randomUUID())`],
  })),
};

/** Deploys it, and tells what it was made of: the stamps of its parts, and the mark of the migration. */
async function madeOf(stack: StackClient, application: Application, patch?: string): Promise<string[]> {
  const deployment = await stack.deploy(application, { instances: 1, workers: 0, ...(patch === undefined ? {} : { patch: relative(projectRoot, patch) }) });
  const client = new Client({ connectionString: deployment.stores.postgres });
  await client.connect();
  try {
    const { greeting: out } = await who(deployment.baseURL);
    const { rows } = await client.query<{ id: string }>('SELECT id FROM migration');
    return [readFileSync(join(out, 'stamp-0'), 'utf8'), readFileSync(join(out, 'stamp-1'), 'utf8'), rows[0]?.id ?? ''];
  } finally {
    await client.end();
    await deployment.release();
  }
}

test('a patch makes only those parts of a build anew that it touches, and migrates only where the schema may differ', async ({ stack }, testInfo) => {
  const patch = (file: string, line: string): string => {
    const name = testInfo.outputPath(`${file}.patch`);
    writeFileSync(name, `--- a/${file}\n+++ b/${file}\n@@ -0,0 +1,1 @@\n+${line}\n`);
    return name;
  };
  const [server, rest, migration] = await madeOf(stack, parted);
  const withServer = await madeOf(stack, parted, patch('server.mjs', '// another server'));
  expect(withServer).toEqual([expect.not.stringMatching(server!), rest, migration]);
  const withMigration = await madeOf(stack, parted, patch('migrate.mjs', '// another migration'));
  expect(withMigration).toEqual([server, expect.not.stringMatching(rest!), expect.not.stringMatching(migration!)]);
});

test('a schema that the build does not make is refused', async ({ stack }) => {
  await expect(stack.deploy({ ...parted, schema: ['migrations'] })).rejects.toThrow(/"parted": its build made no migrations, which "schema" names/);
});

// How long it takes: npm run bench -- deploy
test('a fresh deployment is made of what the first one built and migrated', async ({ stack }) => {
  const first = await madeOf(stack, parted);
  expect(first).toEqual([expect.stringMatching(/./), expect.stringMatching(/./), expect.stringMatching(/./)]);
  expect(await madeOf(stack, parted)).toEqual(first);
});

test('released deployments leave neither processes nor a database nor a virtual host', async ({ stack }) => {
  const deployment = await stack.deploy(dummy, { instances: 1, workers: 1 });
  await deployment.release();
  for (const { pid } of deployment.processes) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  await expect(fetch(deployment.baseURL)).rejects.toThrow();
  const client = new Client({ connectionString: deployment.stores.postgres });
  await expect(client.connect()).rejects.toThrow(/does not exist/);
  const admin = new URL(stack.services().rabbitmqAdmin ?? '');
  const headers = { authorization: `Basic ${Buffer.from(`${admin.username}:${admin.password}`).toString('base64')}` };
  expect((await fetch(`${admin.origin}/api/vhosts/${deployment.id}`, { headers })).status).toBe(404);
});

test('an application that does not start is reported with the end of its log', async ({ stack }) => {
  const broken = { ...dummy, api: ['node', '-e', 'console.error("no licence for {instance}"); process.exit(3)'] };
  await expect(stack.deploy(broken, { instances: 1, workers: 0 })).rejects.toThrow(/api-1 ended with exit code 3 before it could answer 200 .*no licence for api-1/s);
});

test('a build that fails is reported with the end of its output', async ({ stack }) => {
  const broken = { ...dummy, build: ['node', '-e', 'console.error("line 7: no such word"); process.exit(1)'] };
  await expect(stack.deploy(broken)).rejects.toThrow(/Building dummy failed with exit code 1 .*line 7: no such word/s);
});

test('a migration that fails is reported, and does not spoil the next attempt', async ({ stack }) => {
  const broken = { ...dummy, name: 'halting', migrate: ['node', '-e', 'process.exit(1)'] };
  await expect(stack.deploy(broken, { instances: 1, workers: 0 })).rejects.toThrow(/Migrating the database of halting failed with exit code 1/);
  const deployment = await stack.deploy({ ...broken, migrate: dummy.migrate }, { instances: 1, workers: 0 });
  await deployment.release();
});
