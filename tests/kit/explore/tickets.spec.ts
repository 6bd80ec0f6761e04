import { printed } from '../../../fixtures/contention/explore/run.js';
import { expect, test } from './example.fixture.js';

/** The design's table: how many schedules there are without any reduction, and in how many the last ticket is sold twice. */
const table = [
  { way: 'naive', schedules: 54, oversold: 36 },
  { way: 'transaction', schedules: 350, oversold: 294 },
  { way: 'rowLock', schedules: 148, oversold: 0 },
  { way: 'serializable', schedules: 350, oversold: 0 },
  { way: 'atomic', schedules: 14, oversold: 0 },
];

for (const { way, schedules, oversold } of table) {
  test(`the last ticket, ${way}: sold twice in ${oversold} of ${schedules} schedules`, async ({ walk, post, db }) => {
    const exploration = await walk({
      when: { ann: () => post(`/tickets/${way}`), ben: () => post(`/tickets/${way}`) },
      then: async () => (await db.query<{ extra: number }>('select id as extra from tickets order by id offset 1')).rows,
      exhaustive: true, reduce: false, keepGoing: true, limit: 1000, together: false,
    });
    expect({ schedules: exploration.schedules, oversold: exploration.broken }).toEqual({ schedules, oversold });
    expect(exploration.verdict).toBe(oversold > 0 ? 'broken' : 'held');
  });
}

test('the first broken schedule is the simplest, reads like the isolation tester and is replayed by its token', async ({ walk, post, db }) => {
  const story = {
    when: { ann: () => post('/tickets/transaction'), ben: () => post('/tickets/transaction') },
    then: async () => (await db.query<{ extra_ticket: number }>('select 1 as extra_ticket from tickets offset 1')).rows,
  };
  const { verdict, summary, counterexample } = await walk(story);
  expect(verdict).toBe('broken');
  expect(summary).toMatch(/^broken: in schedule \d+, the simplest with one preemption$/);
  expect(counterexample).toMatchObject({ kind: 'race', preemptions: 1, reason: '{"extra_ticket":1}' });
  expect(counterexample?.steps.slice(4, 7)).toEqual(['ann: select events', 'ben: select events', 'ben: update events']);
  for (let round = 0; round < 20; round++) {
    const again = await walk({ ...story, replay: counterexample?.token });
    expect(again.counterexample?.steps).toEqual(counterexample?.steps);
  }
});

test('a statement that the database makes wait is marked, and where it goes on', async ({ walk, post }) => {
  const schedules: string[] = [];
  await walk({
    when: { ann: () => post('/tickets/rowLock'), ben: () => post('/tickets/rowLock') }, then: () => [],
    onSchedule: run => { schedules.push(printed(run, ['ann', 'ben']).join('\n')); },
  });
  expect(schedules.join('\n\n')).toContain('ben: select events for update <waiting>\nann: update events\nann: insert tickets\nann: commit\nben: <... select events for update>\nben: rollback');
});

test('what is wrong even one at a time is a plain bug, not a race', async ({ walk, post }) => {
  const exploration = await walk({ when: { ann: () => post('/tickets/atomic'), ben: () => post('/tickets/atomic') }, then: told => (told['ben'] === 201 ? [] : ['ben got no ticket']) });
  expect(exploration.summary).toBe('broken, but not by a race: wrong even one at a time (ann, then ben): "ben got no ticket"');
  expect(exploration.schedules).toBe(0);
});

test('operations that cannot affect each other, or send nothing, prove nothing', async ({ walk, post }) => {
  const apart = await walk({ when: { ann: () => post('/tickets/skipLocked'), doctor: () => post('/off-call/serializable/ann') }, then: () => [] });
  expect(apart.summary).toMatch(/^inconclusive: the operations never contended/);
  const silent = await walk({ when: { ann: () => post('/tickets/atomic'), nobody: () => post('/nowhere') }, then: () => [] });
  expect(silent.summary).toMatch(/^inconclusive: nobody sent no statement through the proxies/);
});
