import { mustHold, report } from '../../../fixtures/contention/explore/exploration.js';
import { noEffects } from '../../../fixtures/contention/explore/effects.js';
import type { Run } from '../../../fixtures/contention/explore/run.js';
import { Tally } from '../../../fixtures/contention/explore/tally.js';
import { expect, test } from './example.fixture.js';

const rounds = 20;

test('a race inside one statement is found every time, shown and replayed', async ({ walk, post, db }) => {
  const story = {
    when: { ann: () => post('/tickets/insertIfNone'), ben: () => post('/tickets/insertIfNone') },
    then: async () => (await db.query<{ extra: number }>('select 1 as extra from tickets offset 1')).rows,
  };
  for (let round = 0; round < rounds; round++) {
    const found = await walk(story);
    expect(found.counterexample, report(found)).toMatchObject({ kind: 'race', preemptions: 0, reason: '{"extra":1}' });
    expect(found.counterexample?.steps).toEqual(['ann: start', 'ben: start', 'ann: insert tickets <together>', 'ben: insert tickets <together>']);
    expect(found.counterexample?.token).toMatch(/^x2_ABA\+B_/);
    const again = await walk({ ...story, replay: found.counterexample?.token });
    expect(again.counterexample?.steps).toEqual(found.counterexample?.steps);
  }
  expect((await db.query(`select 1 from pg_trigger where tgname like '%contend%' union all select 1 from pg_proc where proname like '%contend%'`)).rowCount).toBe(0);
});

test('one statement at a time does not show it', async ({ walk, post, db }) => {
  mustHold(await walk({
    when: { ann: () => post('/tickets/insertIfNone'), ben: () => post('/tickets/insertIfNone') }, exhaustive: true, together: false,
    then: async () => (await db.query<{ extra: number }>('select 1 as extra from tickets offset 1')).rows,
  }));
});

for (const way of ['claimIfNone', 'serializableInOne', 'atomic']) {
  test(`correct in one statement, ${way}, holds with statements released together`, async ({ walk, post, db }) => {
    for (let round = 0; round < rounds; round++) {
      const exploration = await walk({
        when: { ann: () => post(`/tickets/${way}`), ben: () => post(`/tickets/${way}`) }, exhaustive: true,
        then: async told => [
          ...(await db.query<{ extra: number }>('select 1 as extra from tickets offset 1')).rows,
          ...(Object.values(told).filter(status => status === 201).length === 1 ? [] : [told]),
        ],
      });
      mustHold(exploration);
      expect(exploration, report(exploration)).toMatchObject({ apart: 0 });
      expect(exploration.together).toBeGreaterThanOrEqual(2);
      expect(exploration.summary).toMatch(/^held: every interleaving: \d+ schedules, \d+ of them with statements released together, none broken$/);
    }
  });
}

test('where the role may not put triggers on the tables, no statements are released together, and the notes say so', async ({ walk, post, database, db }) => {
  await db.query(`drop role if exists onlooker; create role onlooker login; grant all on all tables in schema public to onlooker`);
  const exploration = await walk({
    when: { ann: () => post('/tickets/insertIfNone'), ben: () => post('/tickets/insertIfNone') }, then: () => [], exhaustive: true, reduce: false,
    postgres: Object.assign(new URL(database), { username: 'onlooker' }).href,
    onSchedule: run => { expect(run.steps.filter(step => step.together !== undefined)).toEqual([]); },
  });
  mustHold(exploration);
  expect(exploration.together).toBe(0);
  expect(exploration.notes.join()).toMatch(/^no statements were released together, for they could not be stopped inside the database: permission denied/);
  await db.query('drop owned by onlooker; drop role onlooker');
});

test('a schedule whose statements were not seen to overlap does not count', () => {
  const run = (together?: 'overlapped' | 'apart'): Run => ({ steps: [0, 1].map(actor => ({ actor, lane: 0, name: 'insert tickets', store: 'postgres', waited: false, effects: noEffects, together })), answers: [], deadlock: false, sacrificed: false, stuck: undefined, divergence: undefined, doubt: undefined });
  const tally = new Tally(['ann', 'ben']);
  for (const kind of ['overlapped', undefined, 'apart', 'overlapped'] as const) tally.add(run(kind));
  expect(tally.conclude('every interleaving', false, []).summary).toBe('held: every interleaving: 3 schedules, 2 of them with statements released together, none broken; in 1 more, statements released together were not seen to overlap, which shows nothing');
});
