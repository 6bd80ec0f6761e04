import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { mustHold, report } from '../../../fixtures/contention/explore/exploration.js';
import type { Link } from '../../../fixtures/wire/link.js';
import { expect, test as base } from './example.fixture.js';

/** Operations that wait for something which is no store: each other, a worker, the time. */
const test = base.extend<{ open: (max: number, name?: string) => pg.Pool }>({
  /** Opens a pool behind the proxy, which is closed with the test. */
  open: async ({ wire, database }, use) => {
    const pools: pg.Pool[] = [];
    await use((max, name) => {
      const pool = new pg.Pool({ connectionString: wire.url(database), max, application_name: name });
      pool.on('error', () => undefined); // an idle connection may be lost when the test ends
      pools.push(pool);
      return pool;
    });
    await Promise.all(pools.map(pool => pool.end()));
  },
});

/** Rung once; who waits for it goes on, then or later. */
class Bell {
  ring: () => void = () => undefined;
  readonly rung = new Promise<void>(resolve => { this.ring = resolve; });
}

const take = 'update events set available = available + 1';
const patience = { elsewhereMs: 30 };
/** For what never ends. */
const shortPatience = { ...patience, stepMs: 1500 };

test.describe('in an interleaving', () => {
  const inTurn = (pool: pg.Pool, last: string, answerMs = 0) => async (): Promise<void> => {
    const client = await pool.connect();
    for (const sql of ['begin', take, last, 'commit']) await client.query(sql);
    client.release();
    // The way of the answer: whoever waited for the connection sends on it before this is told.
    if (answerMs > 0) await delay(answerMs);
  };

  for (const answerMs of [0, 20]) {
    test(`who waits for another outside the stores is told apart from it${answerMs > 0 ? ', also when it goes on before the other is answered' : ''}`, async ({ walk, open }) => {
      const pool = open(1);
      mustHold(await walk({
        when: { ann: inTurn(pool, 'select 1 from seats', answerMs), ben: inTurn(pool, 'select 1 from doctors', answerMs) }, then: () => [], ...patience, reduce: false,
        onSchedule: run => {
          const namesOf = (actor: number): string[] => run.steps.filter(step => step.actor === actor).map(step => step.name);
          expect([namesOf(0), namesOf(1)]).toEqual([['start', 'begin', 'update events', 'select seats', 'commit'], ['start', 'begin', 'update events', 'select doctors', 'commit']]);
        },
      }));
    });
  }

  test('a statement that could be of who moves and of who waited makes the walk inconclusive, and is named', async ({ walk, open, db }) => {
    const pool = open(2);
    let benMoves = new Bell();
    const exploration = await walk({
      given: async () => {
        benMoves = new Bell();
        await db.query('update events set available = 1');
      },
      when: {
        // Alone it is slow; beside ben it goes on just when ben moves.
        late: async () => {
          await pool.query('select 1 from seats');
          await Promise.race([benMoves.rung, delay(2000)]);
          await pool.query(take);
        },
        ben: async () => {
          benMoves.ring();
          await delay(20);
          await pool.query(take);
        },
      },
      then: () => [], ...patience,
    });
    expect(exploration.summary, report(exploration)).toMatch(/^inconclusive: it cannot be told whose a statement was.*: "update events" may have been ben's, or have come from late, waiting outside the stores until then/);
  });

  test('an operation that asks nothing, because another asks for it, makes the walk inconclusive, not clean', async ({ walk, open }) => {
    const pool = open(2);
    let flight: Promise<void> | undefined;
    const shared = (last: string) => (): Promise<void> => (flight ??= inTurn(pool, last)().finally(() => { flight = undefined; }));
    const exploration = await walk({ when: { ann: shared('select 1 from seats'), ben: shared('select 1 from doctors') }, then: () => [], ...patience });
    expect(exploration.summary, report(exploration)).toMatch(/^inconclusive: .*ben sent no statement in a schedule, and does alone/);
  });
});

test.describe('one at a time', () => {
  test('an operation that is only slow is waited for', async ({ walk, open }) => {
    const pool = open(2);
    const story: string[] = [];
    const slowly = (name: string) => async (): Promise<void> => {
      story.push(`${name} begins`);
      await delay(100);
      await pool.query(take);
      story.push(`${name} ends`);
    };
    const { serial } = await walk({ when: { ann: slowly('ann'), ben: slowly('ben') }, then: () => [], elsewhereMs: 30, preemptions: 0, together: false });
    expect(serial).toBe(2);
    expect(story.slice(0, 8)).toEqual(['ann begins', 'ann ends', 'ben begins', 'ben ends', 'ben begins', 'ben ends', 'ann begins', 'ann ends']);
  });

  test('an operation that cannot end before another has begun makes the walk inconclusive, and is named', async ({ walk, open, db }) => {
    const pool = open(2);
    let ben = new Bell();
    const exploration = await walk({
      given: async () => {
        ben = new Bell();
        await db.query('update events set available = 1');
      },
      when: {
        ann: async () => {
          await pool.query(take);
          await ben.rung;
          await pool.query(take);
        },
        ben: async () => {
          ben.ring();
          await pool.query(take);
        },
      },
      then: () => [], ...shortPatience,
    });
    ben.ring();
    expect(exploration.summary, report(exploration)).toBe('inconclusive: ann waits for something outside the stores: alone (one at a time) it does not finish within 1.53 s');
    expect(exploration.serial).toBe(0);
  });

  test('an operation may wait for a worker', async ({ walk, open, db }) => {
    const [pool, workers] = [open(2), open(1, 'worker')];
    let [asked, done] = [new Bell(), new Bell()];
    const exploration = await walk({
      given: async () => {
        [asked, done] = [new Bell(), new Bell()];
        await db.query('update events set available = 1');
      },
      when: {
        api: async () => {
          await pool.query(take);
          asked.ring();
          await done.rung;
          await pool.query(take);
        },
        worker: {
          act: async () => {
            await asked.rung;
            await workers.query(take);
            done.ring();
          },
          owns: (link: Link) => link.client === 'worker',
        },
      },
      then: async () => (await db.query<{ available: number }>('select available from events where available <> 4')).rows, ...patience,
    });
    mustHold(exploration);
    expect(exploration.serial).toBe(1);
  });
});

test('an operation that waits for ever in some interleaving is found, and not waited for', async ({ walk, open }) => {
  const pool = open(2);
  let benWasHere = false;
  const never = new Bell();
  const exploration = await walk({
    given: async () => { benWasHere = false; },
    when: {
      ann: async () => {
        const was = benWasHere;
        await pool.query(take);
        // The wake-up that came in between is lost.
        if (benWasHere && !was) await never.rung;
      },
      ben: async () => {
        await pool.query(take);
        benWasHere = true;
      },
    },
    then: () => [], keepGoing: true, ...shortPatience,
  });
  never.ring();
  expect(exploration.counterexample, report(exploration)).toMatchObject({ kind: 'stuck', reason: 'no operation could go on: ann waits for something that is no store' });
  expect(exploration.summary).toMatch(/\(stopped at a schedule whose operations did not end\)/);
});
