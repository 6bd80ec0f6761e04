import pg from 'pg';
import { mustHold, report } from '../../../fixtures/contention/explore/exploration.js';
import { plain } from '../../../fixtures/report/plain.js';
import { until } from '../../../fixtures/until.js';
import { Random } from '../wire/random.js';
import { expect, test } from './example.fixture.js';

/** A pool whose idle connections may be lost when a test ends. */
function open(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max });
  pool.on('error', () => undefined);
  return pool;
}

const oneOnCall = 'select name from doctors where not exists (select 1 from doctors where on_call)';

for (const { level, verdict } of [{ level: 'read committed', verdict: 'broken' }, { level: 'repeatable read', verdict: 'broken' }, { level: 'serializable', verdict: 'held' }]) {
  test(`write skew at ${level}: ${verdict}`, async ({ walk, post, db }) => {
    const exploration = await walk({
      when: { ann: () => post(`/off-call/${level}/ann`), ben: () => post(`/off-call/${level}/ben`) },
      then: async () => (await db.query<{ name: string }>(oneOnCall)).rows,
    });
    expect(exploration.verdict, report(exploration)).toBe(verdict);
  });
}

for (const way of ['rowLock', 'serializable', 'atomic', 'advisoryLock', 'skipLocked']) {
  test(`the last ticket, ${way}, holds in every interleaving`, async ({ walk, post, db }) => {
    const exploration = await walk({
      when: { ann: () => post(`/tickets/${way}`), ben: () => post(`/tickets/${way}`) },
      then: async () => (await db.query<{ extra: number }>('select id as extra from tickets offset 1')).rows, exhaustive: true,
    });
    mustHold(exploration);
    expect(exploration.summary).toMatch(/^held: every interleaving: /);
  });
}

test('an expectation of an operation that fails in some interleaving is a finding, whatever the judge says', async ({ walk, post }) => {
  const buy = async (): Promise<void> => { expect(await post('/tickets/atomic')).toBeLessThan(500); };
  const sure = async (): Promise<void> => { expect(await post('/tickets/atomic')).toBe(201); };
  mustHold(await walk({ when: { ann: buy, ben: buy }, then: () => [] }));
  const exploration = await walk({ when: { ann: buy, ben: sure }, then: () => [] });
  expect(exploration.summary, report(exploration)).toMatch(/^broken, but not by a race/);
  expect(plain(exploration.counterexample?.reason ?? '')).toMatch(/ben: .*Expected: 201/s);
});

test('three buyers, one ticket', async ({ walk, post, db }) => {
  const then = async (): Promise<unknown[]> => (await db.query<{ extra: number }>('select id as extra from tickets offset 1')).rows;
  const buyers = (way: string): Record<string, () => Promise<number>> => ({ ann: () => post(`/tickets/${way}`), ben: () => post(`/tickets/${way}`), cid: () => post(`/tickets/${way}`) });
  expect((await walk({ when: buyers('naive'), then, preemptions: 1 })).verdict).toBe('broken');
  mustHold(await walk({ when: buyers('atomic'), then, preemptions: 1 }));
  mustHold(await walk({ when: buyers('rowLock'), then, preemptions: 1 }));
});

test.describe('without `then`, serial equivalence judges', () => {
  test('a lost update is shown as rows and answers beside the nearest serial order', async ({ walk, post }) => {
    const exploration = await walk({ when: { ann: () => post('/tickets/naive'), ben: () => post('/tickets/naive') } });
    expect(exploration.verdict).toBe('broken');
    expect(exploration.counterexample?.reason).toMatch(/^no serial order ends like this; beside the nearest one \(.*\):\n\+ ben was told 201/);
    expect(exploration.counterexample?.reason).toMatch(/\+ tickets .*"event_id":1/);
  });

  test('what is equivalent up to generated keys and times holds', async ({ walk, wire, database, db }) => {
    await db.query(`create table notes (id uuid primary key default gen_random_uuid(), at timestamptz default clock_timestamp(), body text);
      create table replies (id bigint generated always as identity primary key, note uuid references notes, body text)`);
    const pool = open(wire.url(database), 4);
    const write = (body: string) => async (): Promise<unknown> => {
      const { rows: [note] } = await pool.query<{ id: string; at: Date }>('insert into notes (body) values ($1) returning *', [body]);
      const { rows: [reply] } = await pool.query<{ id: string }>('insert into replies (note, body) values ($1, $2) returning id', [note?.id, `re: ${body}`]);
      return { noteId: note?.id, at: note?.at, replyId: reply?.id, body };
    };
    const story = { given: () => db.query('truncate notes, replies'), when: { ann: write('hello'), ben: write('bye') } };
    mustHold(await walk(story));
    // The same rows wired up differently are not the same: a reply to whatever note is the latest is, one at a time, to one's own.
    const toLatest = (body: string) => async (): Promise<void> => {
      await pool.query('insert into notes (body) values ($1)', [body]);
      await pool.query('insert into replies (note, body) select id, $1 from notes order by at desc limit 1', [`re: ${body}`]);
    };
    const crossed = await walk({ ...story, when: { ann: toLatest('hello'), ben: toLatest('bye') } });
    expect(crossed.verdict).toBe('broken');
    await pool.end();
  });
});

test.describe('what else happens on the wire', () => {
  const connect = async (url: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client;
  };

  test('a deadlock is a finding, unless the operation copes with it', async ({ walk, wire, database, db }) => {
    await db.query('create table pair (id int primary key, v int); insert into pair values (1, 0), (2, 0)');
    const clients = [await connect(wire.url(database)), await connect(wire.url(database))];
    const random = new Random(7);
    const both = (client: pg.Client | undefined, order: number[], copes: boolean) => async (): Promise<string> => {
      for (;;) {
        try {
          await client?.query('begin');
          for (const id of order) await client?.query('update pair set v = v + 1 where id = $1', [id]);
          await client?.query('commit');
          return 'done';
        } catch (error) {
          await client?.query('rollback');
          if (!copes) throw error;
        }
      }
    };
    const story = (copes: boolean) => ({
      given: async () => {
        // Whom the database sacrifices is a matter of time: now the one, now the other.
        const first = random.below(2);
        for (const [index, client] of clients.entries()) await client.query(`set deadlock_timeout = '${index === first ? 60 : 600}ms'`);
      },
      when: { ann: both(clients[0], [1, 2], copes), ben: both(clients[1], [2, 1], copes) }, then: () => [],
    });
    const careless = await walk(story(false));
    expect(careless.counterexample, report(careless)).toMatchObject({ kind: 'deadlock' });
    expect(careless.counterexample?.reason).toContain('had to break a deadlock');
    mustHold(await walk(story(true)));
    for (const client of clients) await client.end();
  });

  test("an application's background statements pass without becoming steps", async ({ walk, post, wire, database, db }) => {
    const poller = await connect(wire.url(database));
    let polls = 0;
    let polling = true;
    const loop = (async () => {
      while (polling) {
        await until('the next poll', async () => {
          await poller.query('begin');
          await poller.query('select count(*) from seats');
          await poller.query('commit');
          polls++;
          return true;
        });
        await poller.query('select pg_sleep(0.004)');
      }
    })();
    const exploration = await walk({
      when: { ann: () => post('/tickets/transaction'), ben: () => post('/tickets/transaction') }, reduce: false, preemptions: 1, keepGoing: true,
      then: async () => (await db.query<{ extra: number }>('select id as extra from tickets offset 1')).rows,
      onSchedule: run => { expect(run.steps.filter(step => /seats|pg_sleep/.test(step.name))).toEqual([]); expect(run.divergence).toBeUndefined(); },
    });
    polling = false;
    await loop;
    await poller.end();
    expect(exploration.verdict).toBe('broken');
    expect(polls).toBeGreaterThan(exploration.schedules);
  });

  test('what `given` sends through the application is not taken for background', async ({ walk, post, db }) => {
    const exploration = await walk({
      given: async () => {
        await post('/tickets/naive');
        await db.query('update events set available = 1; delete from tickets');
      },
      when: { ann: () => post('/tickets/naive'), ben: () => post('/tickets/naive') },
      then: async () => (await db.query<{ extra: number }>('select id as extra from tickets offset 1')).rows,
    });
    expect(exploration.verdict, report(exploration)).toBe('broken');
    expect(exploration.notes).toEqual([]);
  });

  test('one that waited and one that ended the wait are told apart, though both could go on at once', async ({ walk, wire, database }) => {
    const pool = open(wire.url(database), 4);
    const send = (...statements: string[]) => async (): Promise<void> => {
      const client = await pool.connect();
      for (const sql of statements) await client.query(sql);
      client.release();
    };
    const [take, sell] = ['update events set available = available + 1', 'insert into tickets (event_id) values (1)'];
    let waits = 0;
    const exploration = await walk({
      when: { ann: send('begin', take, 'commit', 'select 1 from seats', 'select 2 from doctors'), ben: send(take, sell, take) }, then: () => [], reduce: false, exhaustive: true, limit: 1000,
      onSchedule: run => {
        waits += run.steps.filter(step => step.waited).length;
        const namesOf = (actor: number): string[] => run.steps.filter(step => step.actor === actor).map(step => step.name);
        expect(namesOf(0)).toEqual(['start', 'begin', 'update events', 'commit', 'select seats', 'select doctors']);
        expect(namesOf(1)).toEqual(['start', 'update events', 'insert tickets', 'update events']);
      },
    });
    mustHold(exploration);
    expect(waits).toBeGreaterThan(10);
    await pool.end();
  });

  test('a trace that changes from run to run is named', async ({ walk, wire, database }) => {
    const pool = open(wire.url(database), 4);
    let calls = 0;
    const fickle = async (): Promise<void> => {
      await pool.query(calls++ % 3 === 2 ? 'select 1 from events' : 'select 1 from seats');
      await pool.query('update events set available = available + 1');
    };
    const exploration = await walk({ when: { ann: fickle, ben: fickle }, then: () => [], reduce: false });
    expect(exploration.notes.join()).toContain('the statements change from run to run: step');
    await pool.end();
  });
});
