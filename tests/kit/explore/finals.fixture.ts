import pg from 'pg';
import { explore } from '../../../fixtures/contention/explore/explore.js';
import { PostgresProxy } from '../../../fixtures/wire/postgres/proxy.js';
import { test as base } from './postgres.fixture.js';
import { type Program, programReset, programSchema } from './programs.js';

export interface Finals {
  /** All answers and all rows that a schedule ended with, each once. */
  states: Set<string>;
  schedules: number;
  serial: number;
}

export interface FinalsOptions {
  reduce: boolean;
  preemptions: number;
  /** ID of a row that is put into `a` before the n-th schedule; `:row` in a program stands for it. */
  row?: (schedule: number) => number;
}

export const test = base.extend<{ finals: (programs: Program[], options: FinalsOptions) => Promise<Finals> }>({
  /** Walks the programs and collects every final state: all answers, and all rows. */
  finals: async ({ database, db }, use) => {
    await db.query(programSchema);
    const wire = await PostgresProxy.start(database);
    const pool = new pg.Pool({ connectionString: wire.url(database), max: 6 });
    let row = 0;
    const carryOut = async (program: Program): Promise<string[]> => {
      const client = await pool.connect();
      const told: string[] = [];
      for (const sql of program) {
        // A program goes on after an error, as a careless application does.
        told.push(await client.query(sql.replaceAll(':row', String(row))).then(result => JSON.stringify(result.rows) + (result.command === 'COMMIT' || result.command === 'ROLLBACK' ? result.command : result.rowCount), (error: pg.DatabaseError) => error.code ?? 'error'));
      }
      client.release();
      return told;
    };
    await use(async (programs, { reduce, preemptions, row: rowOf }) => {
      let schedule = 0;
      const states = new Set<string>();
      const all = `select (select jsonb_agg(x order by id) from a x) a, (select jsonb_agg(x order by id) from b x) b, (select jsonb_agg(x order by id) from c x) c, (select count(*) from log) l,
        (select jsonb_agg(x order by id) from p x) p, (select jsonb_agg(x order by x.p, v) from k x) k`;
      const exploration = await explore({
        proxies: [wire], postgres: database, listenMs: 0, limit: 3000, seconds: 600, reduce, preemptions, keepGoing: true,
        given: async () => {
          await db.query(programReset);
          if (rowOf) await db.query('insert into a values ($1, 1)', [row = rowOf(++schedule)]);
        },
        when: Object.fromEntries(programs.map((program, index) => ['ABC'[index] ?? '', () => carryOut(program)])),
        then: () => [],
        onSchedule: async run => { states.add(JSON.stringify([run.answers.map(answer => answer.value), (await db.query(all)).rows])); },
      });
      if (!/^(held|inconclusive: the operations never)/.test(exploration.summary) && exploration.counterexample?.kind !== 'deadlock') throw new Error(`expected a complete walk of ${JSON.stringify(programs)}, found: ${exploration.summary}`);
      return { states, schedules: exploration.schedules, serial: exploration.serial };
    });
    await pool.end();
    await wire.close();
  },
});

export { expect } from '@playwright/test';
