import pg from 'pg';
import { explore } from '../../../fixtures/contention/explore/explore.js';
import { PostgresProxy } from '../../../fixtures/wire/postgres/proxy.js';
import { Random } from '../wire/random.js';
import { expect, test as base } from './postgres.fixture.js';
import { type Program, programReset, programSchema, randomProgram } from './programs.js';

const test = base.extend<{ finals: (programs: Program[], options: { reduce: boolean; preemptions: number }) => Promise<{ states: Set<string>; schedules: number; restarts: string[] }> }>({
  /** Walks the programs and collects every final state: all answers, and all rows. */
  finals: async ({ database, db }, use) => {
    await db.query(programSchema);
    const wire = await PostgresProxy.start(database);
    const pool = new pg.Pool({ connectionString: wire.url(database), max: 6 });
    const carryOut = async (program: Program): Promise<string[]> => {
      const client = await pool.connect();
      const told: string[] = [];
      for (const sql of program) {
        // A program goes on after an error, as a careless application does.
        told.push(await client.query(sql).then(result => JSON.stringify(result.rows) + (result.command === 'COMMIT' || result.command === 'ROLLBACK' ? result.command : result.rowCount), (error: pg.DatabaseError) => error.code ?? 'error'));
      }
      client.release();
      return told;
    };
    await use(async (programs, { reduce, preemptions }) => {
      const states = new Set<string>();
      const all = `select (select jsonb_agg(x order by id) from a x) a, (select jsonb_agg(x order by id) from b x) b, (select jsonb_agg(x order by id) from c x) c, (select count(*) from log) l`;
      const exploration = await explore({
        proxies: [wire], postgres: database, listenMs: 0, limit: 3000, seconds: 50, reduce, preemptions, keepGoing: true,
        given: () => db.query(programReset),
        when: Object.fromEntries(programs.map((program, index) => ['ABC'[index] ?? '', () => carryOut(program)])),
        then: () => [],
        onSchedule: async run => { states.add(JSON.stringify([run.answers.map(answer => answer.value), (await db.query(all)).rows])); },
      });
      if (!/^(held|inconclusive: the operations never)/.test(exploration.summary) && exploration.counterexample?.kind !== 'deadlock') throw new Error(`expected a complete walk of ${JSON.stringify(programs)}, found: ${exploration.summary}`);
      return { states, schedules: exploration.schedules, restarts: [...exploration.notes] };
    });
    await pool.end();
    await wire.close();
  },
});

const rounds = Number(process.env['CONTEND_ROUNDS'] ?? 3);

for (const seed of [1, 2, 3, 4]) {
  test(`the reduced walk reaches exactly the final states of the full one (seed ${seed})`, async ({ finals }) => {
    test.setTimeout(rounds * 60_000);
    const random = new Random(seed * 7919);
    let full = 0;
    let reduced = 0;
    for (let round = 0; round < rounds; round++) {
      const programs = [randomProgram(random), randomProgram(random)];
      const everything = await finals(programs, { reduce: false, preemptions: Infinity });
      const less = await finals(programs, { reduce: true, preemptions: Infinity });
      expect([...less.states].sort(), JSON.stringify(programs)).toEqual([...everything.states].sort());
      expect(less.schedules).toBeLessThanOrEqual(everything.schedules);
      full += everything.schedules;
      reduced += less.schedules;
    }
    expect(reduced).toBeLessThan(full);
  });

  test(`with a bound on preemptions as well (seed ${seed})`, async ({ finals }) => {
    const random = new Random(seed * 104729);
    for (let round = 0; round < rounds; round++) {
      const programs = [randomProgram(random), randomProgram(random)];
      const everything = await finals(programs, { reduce: false, preemptions: 1 });
      const less = await finals(programs, { reduce: true, preemptions: 1 });
      const missing = [...everything.states].filter(state => !less.states.has(state));
      expect(missing, JSON.stringify(programs)).toEqual([]);
    }
  });
}
