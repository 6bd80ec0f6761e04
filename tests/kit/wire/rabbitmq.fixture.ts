import { test as base } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ChannelModel } from 'amqplib';
import { RabbitmqServer } from '../../../fixtures/stack/servers/rabbitmq.js';
import { Ports } from '../../../fixtures/stack/supervisor/ports.js';
import { Registry } from '../../../fixtures/stack/supervisor/registry.js';
import { AmqpProxy } from '../../../fixtures/wire/amqp/proxy.js';

export const test = base.extend<{ rabbitmq: string; amqpWire: AmqpProxy; open: (name: string, past?: boolean) => Promise<ChannelModel> }, { broker: RabbitmqServer }>({
  /** A throw-away RabbitMQ of this worker's. */
  broker: [async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'contend-mq-'));
    const ports = new Ports();
    for (const name of ['data', 'logs']) mkdirSync(join(folder, name));
    const registry = new Registry(folder);
    const server = new RabbitmqServer('rabbitmq', { ports, registry, data: join(folder, 'data'), logs: join(folder, 'logs') });
    await server.start();
    await use(server);
    await server.dispose();
    await registry.clean();
    ports.close();
    rmSync(folder, { recursive: true, force: true });
  }, { scope: 'worker', timeout: 900_000 }],

  /** A virtual host of the test's own. */
  rabbitmq: async ({ broker }, use, info) => {
    const name = `t${info.workerIndex}_${info.testId.replace(/\W/g, '_')}`;
    const { url } = await broker.createVhost(name);
    await use(url);
    await broker.deleteVhost(name);
  },

  amqpWire: async ({ rabbitmq }, use) => {
    const wire = await AmqpProxy.start(rabbitmq);
    await use(wire);
    await wire.close();
  },

  /** Opens a named connection through the proxy, or past it. */
  open: async ({ rabbitmq, amqpWire }, use) => {
    const opened: ChannelModel[] = [];
    await use(async (name, past = false) => {
      const connection = await connect(past ? rabbitmq : amqpWire.url(rabbitmq), { clientProperties: { connection_name: name } });
      connection.on('error', () => undefined); // a test may break it off
      opened.push(connection);
      return connection;
    });
    await Promise.all(opened.map(connection => connection.close().catch(() => undefined)));
  },
});

export { expect } from '@playwright/test';
