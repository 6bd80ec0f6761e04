import pg from 'pg';
import { LockWaitWatch } from '../../../fixtures/sampler/lock-waits.js';
import { until } from '../../../fixtures/until.js';
import { expect, test as base } from '../explore/postgres.fixture.js';

const test = base.extend<{ connect: (url: string) => Promise<pg.Client> }>({
  connect: async ({}, use) => {
    const clients: pg.Client[] = [];
    await use(async (url) => {
      const client = new pg.Client(url);
      client.on('error', () => undefined);
      clients.push(client);
      await client.connect();
      return client;
    });
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  },
});

/** Looks until so many waits have been seen. */
const seen = (watch: LockWaitWatch, waits: number) => until(`${waits} waits to be seen`, async () => {
  await watch.look();
  return watch.seen.waits >= waits;
});

test('who waits for a lock is seen, once for each wait, with what was asked', async ({ database, db, connect }) => {
  await db.query('create table stock (id int primary key, n int); insert into stock values (1, 10)');
  const [ann, bob] = await Promise.all([connect(database), connect(database)]);
  const watch = new LockWaitWatch(database);
  for (const round of [1, 2]) {
    await db.query('begin; update stock set n = n - 1');
    const waiting = [ann.query('update stock set n = n - 2'), bob.query('update stock set n = n - 3')];
    await seen(watch, 2 * round);
    // The same two, looked at again.
    await watch.look();
    expect(watch.seen).toMatchObject({ waits: 2 * round, most: 2, deadlocks: 0 });
    await db.query('commit');
    await Promise.all(waiting);
  }
  expect(watch.seen.statements).toEqual([{ statement: 'update stock set n = n - 2', waits: 2 }, { statement: 'update stock set n = n - 3', waits: 2 }]);
  await watch.close();
});

test('what waits in another database is not this one\'s', async ({ database, postgres, db, connect }) => {
  const other = await connect(postgres);
  await other.query('create table elsewhere (id int)');
  await other.query('begin; lock table elsewhere');
  const waiting = (await connect(postgres)).query('select from elsewhere');
  const [here, there] = [new LockWaitWatch(database), new LockWaitWatch(postgres)];
  await seen(there, 1);
  await here.look();
  expect(here.seen).toMatchObject({ waits: 0, most: 0 });
  await other.query('rollback');
  await waiting;
  await other.query('drop table elsewhere');
  await Promise.all([here.close(), there.close()]);
  expect((await db.query('select 1')).rowCount).toBe(1);
});

test('a circle of waits that was broken is counted, from the first look on', async ({ database, db, connect }) => {
  await db.query('create table stock (id int primary key); insert into stock values (1), (2)');
  const [ann, bob] = await Promise.all([connect(database), connect(database)]);
  const watch = new LockWaitWatch(database);
  await watch.look();
  await Promise.all([ann.query('begin; delete from stock where id = 1'), bob.query('begin; delete from stock where id = 2')]);
  const results = await Promise.allSettled([ann.query('delete from stock where id = 2'), bob.query('delete from stock where id = 1')]);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  await Promise.all([ann.query('rollback'), bob.query('rollback')]);
  // A back end that is idle tells of what it did within ten seconds.
  await until('the database to tell of it', async () => {
    await watch.look();
    return watch.seen.deadlocks === 1;
  }, { deadlineMs: 60_000 });
  await watch.close();
});

test('a database that was away is asked again', async ({ database, db }) => {
  const watch = new LockWaitWatch(database);
  await watch.look();
  await db.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = \'contend sampler\' and datname = current_database()');
  await expect(watch.look()).rejects.toThrow();
  await watch.look();
  expect(watch.seen.waits).toBe(0);
  await watch.close();
});
