import pg from 'pg';
import { Agent, request } from 'undici';
import { type ExploreOptions, explore } from '../../../fixtures/contention/explore/explore.js';
import type { Exploration } from '../../../fixtures/contention/explore/exploration.js';
import { PostgresProxy } from '../../../fixtures/wire/postgres/proxy.js';
import { ExampleApp } from './example-app/app.js';
import { reset, schema } from './example-app/tickets.js';
import { test as base } from './postgres.fixture.js';

export interface ExampleFixtures {
  wire: PostgresProxy;
  /** The example application, on a database of its own behind {@link ExampleFixtures.wire}. */
  app: ExampleApp;
  /** Sends a POST to the application and returns the status. */
  post: (path: string) => Promise<number>;
  /** `explore` with the example's proxy, database and reset. */
  walk: (options: Omit<ExploreOptions, 'proxies'>) => Promise<Exploration>;
}

export const test = base.extend<ExampleFixtures>({
  wire: async ({ database }, use) => {
    const wire = await PostgresProxy.start(database);
    await use(wire);
    await wire.close();
  },
  /** Overrides the empty database: the example's tables are in it. */
  database: async ({ database }, use) => {
    const client = new pg.Client(database);
    await client.connect();
    await client.query(schema);
    await client.end();
    await use(database);
  },
  app: async ({ database, wire }, use) => {
    const app = await ExampleApp.start(wire.url(database));
    await use(app);
    await app.close();
  },
  post: async ({ app }, use) => {
    const agent = new Agent({ connections: 10 });
    await use(async path => {
      const { statusCode, body } = await request(app.url + path, { method: 'POST', dispatcher: agent });
      await body.dump();
      return statusCode;
    });
    await agent.close();
  },
  walk: async ({ database, db, wire }, use) => {
    await use(options => explore({ proxies: [wire], postgres: database, given: () => db.query(reset), seconds: 500, ...options }));
  },
});

export { expect } from '@playwright/test';
