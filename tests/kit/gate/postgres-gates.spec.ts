import { spawn } from 'node:child_process';
import pg from 'pg';
import { Gates } from '../../../fixtures/contention/gate/gates.js';
import { until } from '../../../fixtures/until.js';
import { ExampleApp } from '../explore/example-app/app.js';
import { reset } from '../explore/example-app/tickets.js';
import { expect, test as base } from '../explore/example.fixture.js';

const test = base.extend<{ gates: Gates; meet: (way: string) => () => Promise<number[]>; sold: () => Promise<number> }>({
  gates: async ({ database, wire }, use) => {
    await use(new Gates({ postgres: database, postgresProxy: wire }));
  },
  /** Two buyers, of whom the second comes up to 100 ms later, as people do. */
  meet: async ({ post }, use) => {
    let turn = 0;
    await use(way => () => Promise.all([post(`/tickets/${way}`), later((turn++ * 37) % 100, () => post(`/tickets/${way}`))]));
  },
  sold: async ({ db }, use) => {
    await use(async () => (await db.query('select 1 from tickets')).rowCount ?? 0);
  },
});

async function later<T>(ms: number, action: () => Promise<T>): Promise<T> {
  const due = performance.now() + ms;
  await until('the second user to arrive', async () => performance.now() >= due, { everyMs: 1 });
  return action();
}

const rounds = 10;

test('who is closed in can wait for the others to have come, and is told how many are missing', async ({ gates, post, sold }) => {
  const buying: Promise<number>[] = [];
  const { result } = await gates.table('tickets').during(async (gate) => {
    buying.push(post('/tickets/checkThenInsert'));
    await gate.filled(1);
    const missing = await gate.filled(2, { deadlineMs: 100 }).catch((error: unknown) => String(error));
    buying.push(post('/tickets/checkThenInsert'));
    await gate.filled(2);
    return { missing, sold: await sold() };
  }, { waiters: 3 });
  expect(result.missing).toMatch(/2 to wait at the gate \(table tickets\); last seen: 1 wait there/);
  expect(result.sold, 'whoever has come is held').toBe(0);
  expect(await Promise.all(buying)).toHaveLength(2);
});

test('an action opens its gate when what was to happen there has happened', async ({ gates, post, sold }) => {
  const { hold } = await gates.table('tickets').during(async (gate) => {
    const buying = Promise.all([post('/tickets/checkThenInsert'), post('/tickets/checkThenInsert')]);
    await gate.filled(2);
    gate.open();
    return await buying;
  }, { waiters: 3 });
  expect(hold).toMatchObject({ opened: 'the action opened it' });
  expect(await sold()).toBe(2);
});

test('who waited at a gate and has gone is counted no more', async ({ gates, post, db }) => {
  let buying: Promise<unknown> | undefined;
  const { hold } = await gates.table('tickets').during(async (gate) => {
    buying = Promise.allSettled([post('/tickets/checkThenInsert'), post('/tickets/checkThenInsert')]);
    await gate.filled(2);
    await db.query('select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = \'Lock\' limit 1');
    await until('one of them to be missed', () => gate.filled(2, { deadlineMs: 20 }).then(() => false, (error: unknown) => String(error).includes('1 wait there')));
  }, { waiters: 3 });
  expect(hold.waiters).toHaveLength(2);
  await buying;
});

test('check-then-insert collides every time at a table gate', async ({ gates, meet, sold, db }) => {
  for (let round = 0; round < rounds; round++) {
    await db.query(reset);
    const { hold } = await gates.table('tickets').during(meet('checkThenInsert'));
    expect(await sold()).toBe(2);
    expect(hold).toMatchObject({ gate: 'table tickets', opened: 'as many as wanted waited' });
    expect(hold.waiters).toHaveLength(2);
    expect(hold.waiters[0]).toMatchObject({ who: 'example', doing: 'insert into tickets (event_id) values (1)', waitsFor: ['the gate'] });
    expect(hold.wentOn.flat().sort()).toEqual(hold.waiters.map(waiter => waiter.id).sort());
    expect(hold.heldMs).toBeGreaterThan(0);
  }
});

test('a race inside one statement collides every time at a trigger gate, which leaves nothing behind', async ({ gates, meet, sold, db }) => {
  for (let round = 0; round < rounds; round++) {
    await db.query(reset);
    await gates.trigger('tickets').during(meet('insertIfNone'));
    expect(await sold()).toBe(2);
  }
  expect((await db.query(`select 1 from pg_trigger where tgname like 'contend%' union all select 1 from pg_proc where proname like 'contend%'`)).rowCount).toBe(0);
});

for (const way of ['rowLock', 'atomic', 'serializable', 'advisoryLock'] as const) {
  test(`correct code survives its gate: ${way}`, async ({ gates, meet, sold, db }) => {
    for (let round = 0; round < rounds; round++) {
      await db.query(reset);
      const { hold } = await gates.row('events', { id: 1 }).during(meet(way));
      expect(hold.waiters).toHaveLength(2);
      expect(await sold()).toBe(1);
    }
  });
}

test('one who waits behind another waiter counts too', async ({ gates, meet, db }) => {
  await db.query(reset);
  const { hold } = await gates.table('events').during(meet('advisoryLock'));
  const first = hold.waiters.find(waiter => waiter.waitsFor.includes('the gate'));
  const behind = hold.waiters.find(waiter => waiter !== first);
  expect(behind?.waitsFor).toEqual([first?.id]);
  expect(behind?.doing).toContain('pg_advisory_xact_lock');
  expect(hold.wentOn.flat()).toHaveLength(2);
});

test('a commit gate holds transactions inside their COMMIT', async ({ gates, meet, sold, db }) => {
  await db.query(reset);
  const { hold } = await gates.commit('tickets').during(meet('insertIfNone'));
  expect(hold.waiters).toHaveLength(2);
  expect(await sold()).toBe(2);
});

test('it opens when two wait and no more come, and counts only its own', async ({ gates, meet, db, database }) => {
  await db.query(reset);
  await db.query('create table other (n int)');
  const [holder, stranger] = [new pg.Client(database), new pg.Client(database)];
  await holder.connect();
  await stranger.connect();
  await holder.query('begin; lock table other');
  const waiting = stranger.query('select * from other');
  const { hold } = await gates.table('tickets').during(meet('checkThenInsert'), { waiters: 5, quietMs: 60 });
  expect(hold).toMatchObject({ opened: 'no more came' });
  expect(hold.waiters).toHaveLength(2);
  await holder.query('rollback');
  await waiting;
  await Promise.all([holder.end(), stranger.end()]);
});

test.describe('fewer than two waiters prove nothing, and the reason is told', () => {
  const fails = async (action: Promise<unknown>): Promise<string> => action.then(() => 'conclusive', (error: Error) => `${error.name} ${error.message}`);

  test('nobody came', async ({ gates, meet, db }) => {
    await db.query(reset);
    expect(await fails(gates.table('doctors').during(meet('naive'), { withinMs: 300 }))).toMatch(/^InconclusiveError inconclusive: nobody waited at the gate \(table doctors\) when the action ended/);
  });

  test('a pool of one', async ({ gates, wire, database }) => {
    const app = await ExampleApp.start(wire.url(database), 1);
    const buy = (): Promise<Response> => fetch(`${app.url}/tickets/checkThenInsert`, { method: 'POST' });
    expect(await fails(gates.table('tickets').during(() => Promise.all([buy(), buy()]), { withinMs: 300 }))).toMatch(/only one operation waited .*; the application has only that one connection to the database: a pool of one\?/);
    await app.close();
  });

  test('a lock that is not the gate\'s', async ({ gates, meet, db, database }) => {
    await db.query(reset);
    const locker = new pg.Client(database);
    await locker.connect();
    await locker.query('begin; select pg_advisory_xact_lock(42)');
    const outcome = fails(gates.table('tickets').during(() => meet('advisoryLock')(), { arriveMs: 300 }));
    const closed = async (): Promise<boolean> => (await db.query(`select 1 from pg_locks where relation = 'tickets'::regclass and mode = 'ExclusiveLock'`)).rowCount === 1;
    await until('the gate to close', closed);
    await until('the gate to open', async () => !(await closed()));
    await locker.query('rollback');
    await locker.end();
    expect(await outcome).toMatch(/another waits for a lock that is not the gate's \(select pg_advisory_xact_lock\(42\)\)/);
  });

  test('a time-out of the application', async ({ gates, post, db }) => {
    await db.query(reset);
    expect(await fails(gates.table('tickets').during(() => post('/tickets/impatient')))).toMatch(/only one operation waited .* it gave up before the gate opened \(a lock or statement time-out\)/);
  });
});

test('the error of the action comes through, and the gate is open', async ({ gates, db }) => {
  await expect(gates.table('tickets').during(async () => { throw new Error('the action broke'); })).rejects.toThrow('the action broke');
  await db.query('insert into tickets (event_id) values (1)');
});

test('it opens even if the runner is killed', async ({ database, db }) => {
  const script = `import { LockBarrier } from './fixtures/contention/gate/lock-gate.ts';
    const barrier = new LockBarrier(${JSON.stringify(database)}, 'tickets');
    await barrier.close(); console.log('closed');`;
  const runner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise(resolve => runner.stdout.once('data', resolve));
  let inserted = false;
  const insert = db.query('insert into tickets (event_id) values (1)').then(() => { inserted = true; });
  const client = new pg.Client(database);
  await client.connect();
  await until('the insert to wait', async () => (await client.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock'`)).rowCount === 1);
  expect(inserted).toBe(false);
  runner.kill('SIGKILL');
  await insert;
  await client.end();
});

test('around an operation, the gate is chosen between its check and its write', async ({ gates, post, db }) => {
  const chosen = async (way: string): Promise<string> => (await gates.around(() => post(`/tickets/${way}`), () => db.query(reset))).name;
  await db.query(reset);
  expect(await chosen('checkThenInsert')).toBe('table tickets');
  expect(await chosen('insertIfNone')).toBe('each row written to tickets');
  expect(await chosen('transaction')).toBe('row id=1 of events');
  expect(await chosen('rowLock')).toBe('row id=1 of events');
  const gate = await gates.around(() => post('/tickets/naive'), () => db.query(reset));
  await gate.during(() => Promise.all([post('/tickets/naive'), post('/tickets/naive')]));
  expect((await db.query('select 1 from tickets')).rowCount).toBe(2);
});
