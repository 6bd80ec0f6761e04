import { spawn } from 'node:child_process';
import path from 'node:path';
import { explore } from '../../../fixtures/contention/explore/explore.js';
import { mustHold, report } from '../../../fixtures/contention/explore/exploration.js';
import { Gates } from '../../../fixtures/contention/gate/gates.js';
import { PostgresProxy } from '../../../fixtures/wire/postgres/proxy.js';
import { expect, test as base } from './postgres.fixture.js';

/** An application that is not ours and not in TypeScript, started with nothing changed but its store's address. */
const test = base.extend<{ wire: PostgresProxy; book: (way: string) => Promise<number> }>({
  wire: async ({ database, db }, use) => {
    await db.query('create table shows (id int primary key, free int); insert into shows values (1, 1); create table bookings (id int generated always as identity, show_id int)');
    const wire = await PostgresProxy.start(database);
    await use(wire);
    await wire.close();
  },
  book: async ({ wire, database }, use) => {
    const server = spawn('/usr/bin/python3', [path.resolve('tests/kit/explore/foreign-app/server.py')], { env: { DATABASE_URL: wire.url(database) }, stdio: ['ignore', 'pipe', 'pipe'] });
    let trouble = '';
    server.stderr.on('data', (chunk: Buffer) => { trouble += chunk.toString(); });
    const port = await new Promise<number>((resolve, reject) => {
      server.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk)));
      server.once('exit', () => reject(new Error(`expected the Python service to start (Debian packages python3 and python3-psycopg), found: ${trouble}`)));
    });
    await use(async way => (await fetch(`http://127.0.0.1:${port}/seats/${way}`, { method: 'POST' })).status);
    const gone = new Promise(resolve => server.once('exit', resolve));
    server.kill();
    await gone;
  },
});

test('explore finds the race of a threaded Python service, and none in its correct twin', async ({ wire, database, db, book }) => {
  const walk = (way: string): ReturnType<typeof explore> => explore({
    seconds: 500, proxies: [wire], postgres: database, given: () => db.query('update shows set free = 1; truncate bookings'),
    when: { ann: () => book(way), ben: () => book(way) },
    then: async () => (await db.query<{ overbooked: number }>('select count(*)::int as overbooked from bookings having count(*) > 1')).rows,
  });
  const found = await walk('check');
  expect(found.counterexample, report(found)).toMatchObject({ kind: 'race', preemptions: 1, reason: '{"overbooked":2}' });
  expect(found.counterexample?.steps).toEqual(expect.arrayContaining(['ann: select shows', 'ben: select shows', 'ben: update shows', 'ann: update shows']));
  mustHold(await walk('lock'));
  expect(wire.refusals).toEqual([]);
});

test('a gate makes the same race certain', async ({ wire, database, db, book }) => {
  const gates = new Gates({ postgres: database, postgresProxy: wire });
  const gate = await gates.around(() => book('check'), () => db.query('update shows set free = 1; truncate bookings'));
  expect(gate.name).toMatch(/ of shows$|^table shows$/);
  const { result } = await gate.during(() => Promise.all([book('check'), book('check')]));
  expect(result).toEqual([201, 201]);
  expect((await db.query('select 1 from bookings')).rowCount).toBe(2);
});
