import { mergeTests } from '@playwright/test';
import pg from 'pg';
import type { Link } from '../../../fixtures/wire/link.js';
import { explore } from '../../../fixtures/contention/explore/explore.js';
import { type Exploration, mustHold, report } from '../../../fixtures/contention/explore/exploration.js';
import { PostgresProxy } from '../../../fixtures/wire/postgres/proxy.js';
import { until } from '../../../fixtures/until.js';
import { test as withRabbitmq } from '../wire/rabbitmq.fixture.js';
import { expect, test as withPostgres } from './postgres.fixture.js';

/** A job is written to Postgres and announced on a queue; a worker in the background takes it from there. */
const test = mergeTests(withPostgres, withRabbitmq).extend<{ walk: (order: 'publish first' | 'commit first') => Promise<Exploration> }>({
  walk: async ({ database, db, amqpWire, open }, use) => {
    await db.query('create table jobs (id int primary key, state text)');
    const wire = await PostgresProxy.start(database);
    const connect = async (name: string): Promise<pg.Client> => {
      const client = new pg.Client({ connectionString: wire.url(database), application_name: name });
      await client.connect();
      return client;
    };
    const [api, worker] = [await connect('api'), await connect('worker')];
    const past = await (await open('test', true)).createChannel();
    await past.assertQueue('jobs');
    const out = await (await open('api')).createConfirmChannel();
    const inbox = await (await open('worker')).createChannel();
    let handled = 0;
    await inbox.consume('jobs', message => {
      if (!message) return;
      void (async () => {
        await worker.query(`update jobs set state = 'done' where id = 1`);
        inbox.ack(message);
        handled++;
      })();
    });
    await use(order => explore({
      proxies: [wire, amqpWire], postgres: database,
      given: async () => {
        await past.purgeQueue('jobs');
        await db.query('truncate jobs');
        handled = 0;
      },
      when: {
        api: async () => {
          const announce = async (): Promise<void> => {
            out.sendToQueue('jobs', Buffer.from('1'));
            await out.waitForConfirms();
          };
          await api.query('begin');
          await api.query(`insert into jobs values (1, 'new')`);
          if (order === 'publish first') await announce();
          await api.query('commit');
          if (order === 'commit first') await announce();
        },
        worker: { act: () => until('the job to be handled', async () => handled > 0, { everyMs: 3 }).then(() => 'handled'), owns: (link: Link) => link.client === 'worker' },
      },
      then: async () => (await db.query<{ id: number; state: string }>(`select * from jobs where state <> 'done'`)).rows,
    }));
    await Promise.all([api.end(), worker.end()]);
    await wire.close();
  },
});

test('a job announced before it is committed is missed by the worker; announced after, it is not', async ({ walk }) => {
  const early = await walk('publish first');
  expect(early.counterexample, report(early)).toMatchObject({ kind: 'race', reason: '{"id":1,"state":"new"}' });
  const steps = early.counterexample?.steps ?? [];
  expect(steps.indexOf('worker: update jobs')).toBeLessThan(steps.indexOf('api: commit'));
  expect(steps).toEqual(expect.arrayContaining(['api: publish jobs', 'worker: deliver jobs']));
  mustHold(await walk('commit first'));
});
