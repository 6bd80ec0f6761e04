import { test as base } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { RedisProxy } from '../../../fixtures/wire/redis/proxy.js';
import { until } from '../../../fixtures/until.js';

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Options of every client of these tests: a lost connection is the end, not the start of another try. */
export const plain = { retryStrategy: () => null, maxRetriesPerRequest: 0, lazyConnect: false } as const;

export const test = base.extend<{ redisWire: RedisProxy; redis: Redis }, { redisUrl: string }>({
  /** A throw-away Redis of this worker's. */
  redisUrl: [async ({}, use) => {
    const port = await freePort();
    const folder = mkdtempSync(path.join(tmpdir(), 'contend-redis-'));
    const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder], { stdio: 'ignore' });
    await until('the throw-away Redis to listen', async () => new Promise<boolean>(resolve => {
      const socket = net.connect(port, '127.0.0.1').on('error', () => resolve(false)).on('connect', () => { socket.destroy(); resolve(true); });
    }));
    await use(`redis://127.0.0.1:${port}`);
    const gone = new Promise(resolve => server.once('exit', resolve));
    server.kill();
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }, { scope: 'worker' }],

  redisWire: async ({ redisUrl }, use) => {
    const wire = await RedisProxy.start(redisUrl);
    await use(wire);
    await wire.close();
  },

  /** A client past the proxy, on an empty Redis. */
  redis: async ({ redisUrl }, use) => {
    const client = new Redis(redisUrl, plain);
    await client.flushall();
    await use(client);
    client.disconnect();
  },
});

export { expect } from '@playwright/test';
