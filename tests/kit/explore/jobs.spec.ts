import { mergeTests } from '@playwright/test';
import pg from 'pg';
import type { Link } from '../../../fixtures/wire/link.js';
import { explore } from '../../../fixtures/contention/explore/explore.js';
import { type Exploration, mustHold, report } from '../../../fixtures/contention/explore/exploration.js';
import { PostgresProxy } from '../../../fixtures/wire/postgres/proxy.js';
import { until } from '../../../fixtures/until.js';
import { test as withRabbitmq } from '../wire/rabbitmq.fixture.js';
import { jobsSchema, relay, submits } from './example-app/jobs.js';
import { expect, test as withPostgres } from './postgres.fixture.js';

/** A job is written to Postgres and announced on a queue; a worker in the background takes it from there. */
const test = mergeTests(withPostgres, withRabbitmq).extend<{ walk: (way: keyof typeof submits, others?: 'worker' | 'another relay') => Promise<Exploration> }>({
  walk: async ({ database, db, amqpWire, open }, use) => {
    await db.query(jobsSchema);
    const wire = await PostgresProxy.start(database);
    const connect = async (name: string): Promise<pg.Client> => {
      const client = new pg.Client({ connectionString: wire.url(database), application_name: name });
      await client.connect();
      return client;
    };
    const [api, worker, other] = [await connect('api'), await connect('worker'), await connect('relay')];
    const past = await (await open('test', true)).createChannel();
    await past.assertExchange('jobs', 'direct');
    // Beside the worker's queue one that nobody empties, to count what was announced.
    for (const queue of ['jobs', 'announced']) {
      await past.assertQueue(queue);
      await past.bindQueue(queue, 'jobs', 'jobs');
    }
    const out = await (await open('api')).createConfirmChannel();
    const otherOut = await (await open('relay')).createConfirmChannel();
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
    await use((way, others = 'worker') => explore({
      seconds: 500, proxies: [wire, amqpWire], postgres: database,
      given: async () => {
        for (const queue of ['jobs', 'announced']) await past.purgeQueue(queue);
        await db.query('truncate jobs, outbox');
        handled = 0;
      },
      when: {
        api: () => submits[way](api, out),
        ...(others === 'another relay' && { relay: () => relay(other, otherOut, way !== 'outboxUnlocked') }),
        worker: { act: () => until('the job to be handled', async () => handled > 0, { everyMs: 3 }).then(() => 'handled'), owns: (link: Link) => link.client === 'worker' },
      },
      then: async () => {
        expect((await past.checkQueue('announced')).messageCount, 'the job is announced once').toBe(1);
        return (await db.query<{ id: number; state: string }>(`select * from jobs where state <> 'done'`)).rows;
      },
      preemptions: others === 'worker' ? 2 : 1,
    }));
    await Promise.all([api.end(), worker.end(), other.end()]);
    await wire.close();
  },
});

test('a job announced before it is committed is missed by the worker; announced after, it is not', async ({ walk }) => {
  const early = await walk('publishFirst');
  expect(early.counterexample, report(early)).toMatchObject({ kind: 'race', reason: '{"id":1,"state":"new"}' });
  const steps = early.counterexample?.steps ?? [];
  expect(steps.indexOf('worker: update jobs')).toBeLessThan(steps.indexOf('api: commit'));
  expect(steps).toEqual(expect.arrayContaining(['api: publish jobs jobs', 'worker: deliver jobs']));
  mustHold(await walk('commitFirst'));
});

test('an outbox announces a job after its commit, and once, whichever relay takes it', async ({ walk }) => {
  mustHold(await walk('outbox', 'another relay'));
});

test('an outbox whose relays lock nothing announces a job twice', async ({ walk }) => {
  const twice = await walk('outboxUnlocked', 'another relay');
  expect(twice.counterexample, report(twice)).toMatchObject({ kind: 'race', reason: expect.stringContaining('the job is announced once') });
});
