import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { mustHold, report } from '../../../fixtures/contention/explore/exploration.js';
import { until } from '../../../fixtures/until.js';
import { expect, test } from './example.fixture.js';

/** A pool whose idle connections may be lost when a test ends. */
function open(connectionString: string, max: number, onConnect?: (client: pg.ClientBase) => Promise<void>): pg.Pool {
  const pool = new pg.Pool({ connectionString, max, onConnect: onConnect as pg.PoolConfig['onConnect'] });
  pool.on('error', () => undefined);
  return pool;
}

test('statements in flight on several connections at once are all held, also on connections that are opened for them', async ({ walk, wire, database, db }) => {
  let pool = open(wire.url(database), 8);
  let schedules = 0;
  const both = async (): Promise<void> => {
    await Promise.all([pool.query('update events set available = available + 1'), pool.query('insert into tickets (event_id) values (7)')]);
  };
  const seen = new Map<string, number>();
  const exploration = await walk({
    given: async () => {
      // A pool that is opened anew has no connection yet.
      if (++schedules % 10 === 0) {
        await pool.end();
        pool = open(wire.url(database), 8);
      }
      await db.query('update events set available = 1; delete from tickets');
    },
    when: { ann: both, ben: both }, exhaustive: true, reduce: false,
    then: async () => (await db.query<{ n: number }>('select count(*)::int as n from tickets having count(*) <> 2')).rows,
    onSchedule: run => {
      const steps = run.steps.map(step => `${step.actor}${step.name}${step.together ?? ''}`).join();
      seen.set(steps, (seen.get(steps) ?? 0) + 1);
    },
  });
  mustHold(exploration);
  expect([...seen.keys()].filter(steps => /0insert tickets.*1insert tickets.*0update events/.test(steps))).not.toEqual([]);
  expect([...seen].filter(([, times]) => times > 1)).toEqual([]);
  await pool.end();
});

test('a statement that came after the same moves before is waited for when it comes late', async ({ walk, wire, database, db }) => {
  const pool = open(wire.url(database), 8);
  let schedules = 0;
  const both = async (): Promise<void> => {
    const late = schedules > 4 && schedules % 3 === 0;
    await Promise.all([pool.query('update events set available = available + 1'), delay(late ? 40 : 0).then(() => pool.query('insert into tickets (event_id) values (7)'))]);
  };
  const exploration = await walk({
    given: async () => {
      schedules++;
      await db.query('update events set available = 1; delete from tickets');
    },
    when: { ann: both, ben: both }, then: () => [], together: false,
  });
  mustHold(exploration);
  expect(schedules).toBeGreaterThan(12);
  expect([...exploration.notes].filter(note => /change from run to run|could not be followed/.test(note))).toEqual([]);
  await pool.end();
});

test('an application that asks more of its tables whenever it opens a connection is followed where that is possible, and the statement is named', async ({ walk, wire, database, db }) => {
  const openAsking = (): pg.Pool => open(wire.url(database), 4, async client => { await client.query('select count(*) from seats'); });
  let pool = openAsking();
  let schedules = 0;
  const twice = async (): Promise<void> => {
    await pool.query('update events set available = available + 1');
    await pool.query('insert into tickets (event_id) values (7)');
  };
  const exploration = await walk({
    given: async () => {
      if (++schedules % 10 === 0) {
        await pool.end();
        pool = openAsking();
      }
      await db.query('update events set available = 1; delete from tickets');
    },
    when: { ann: twice, ben: twice }, then: () => [], exhaustive: true, reduce: false, together: false,
  });
  expect(exploration.verdict, report(exploration)).not.toBe('broken');
  expect(exploration.notes.join()).toMatch(/the statements change from run to run: step \d+ was .*select seats/);
  await pool.end();
});

test('who waited goes on only when the step that ended the wait is over, however long that takes', async ({ walk, wire, database, db }) => {
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client(wire.url(database));
    await client.connect();
    return client;
  };
  const [ann, ben] = [await connect(), await connect()];
  const { rows: [own] } = await ann.query<{ pid: number }>('select pg_backend_pid() as pid');
  const take = 'update events set available = available + 1';
  let waits = 0;
  const exploration = await walk({
    when: {
      ann: async () => {
        await ann.query(take);
        await ann.query('insert into tickets (event_id) values (1)');
      },
      ben: async () => {
        for (const sql of ['begin', take, 'commit']) await ben.query(sql);
        // The answer to Ann's statement is out, and she has had time to send the next, before Ben is done with the step that let her go on.
        await until("Ann's back end to be idle", async () => (await db.query(`select 1 from pg_stat_activity where pid = $1 and state = 'idle'`, [own?.pid])).rowCount === 1, { everyMs: 1 });
        for (let turn = 0; turn < 20; turn++) await db.query('select 1');
        await ben.query('select 1 from seats');
      },
    },
    then: () => [], exhaustive: true, reduce: false, together: false,
    onSchedule: run => {
      waits += run.steps.filter(step => step.actor === 0 && step.waited).length;
      const namesOf = (actor: number): string[] => run.steps.filter(step => step.actor === actor).map(step => step.name);
      expect([namesOf(0), namesOf(1)]).toEqual([['start', 'update events', 'insert tickets'], ['start', 'begin', 'update events', 'commit', 'select seats']]);
    },
  });
  mustHold(exploration);
  expect(waits).toBeGreaterThan(0);
  await Promise.all([ann.end(), ben.end()]);
});
