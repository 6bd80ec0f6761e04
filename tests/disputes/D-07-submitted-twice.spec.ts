import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { answered, expect, JOBS, test as base, type DisputeJob } from './disputes.fixture.js';
import { openTabs } from './disputes.page.js';

const test = base.extend<{ clicks: number; rounds: number }>({
  clicks: [6, { option: true }],
  rounds: [10, { option: true }],
});

test('D-07a one session submitted several times at once', async ({ users, desk, volley, tap, clicks, rounds, stores, everythingHolds }) => {
  const announced = await tap(JOBS.exchange, JOBS.queue);
  const [ann] = await users(1);
  const sessions = await Promise.all(Array.from({ length: rounds }, (_, i) => desk(ann).prepare({ name: `disputes-${i}.csv`, content: csv(newDisputes(5, `R${i}`)) })));

  const outcome = await volley(Array.from({ length: clicks }, () => ann), (_, __, round) => ({ method: 'POST', path: `/api/disputes/sessions/${sessions[round]!.id}/submit` }), { label: 'submit', rounds });

  expect(outcome).toHaveStatuses({ 202: clicks * rounds });
  await everythingHolds();
  for (const [round, session] of sessions.entries()) {
    const told = outcome.operations.filter((operation) => operation.round === round).map(({ value }) => answered<{ job: DisputeJob }>(value!, 202).job.id);
    const jobs = await stores.postgres.rows<{ id: string }>('select id from dispute_jobs where session_id = $1', [session.id]);
    expect([...new Set(told)], 'every caller is told the one job').toEqual(jobs.map(({ id }) => id));
    const messages = await announced.atLeast<{ sessionId: string }>(1, ({ body }) => body.sessionId === session.id);
    expect(messages.map(({ body }) => body)).toEqual([expect.objectContaining({ jobId: told[0] })]);
  }
});

test('D-07b one session submitted from two tabs, with double clicks', async ({ users, desk, race, tap, stores, everythingHolds }) => {
  const announced = await tap(JOBS.exchange, JOBS.queue);
  const [ann] = await users(1);
  const session = await desk(ann).prepare({ name: 'disputes.csv', content: csv(newDisputes(20, 'TAB')) });
  const tabs = (await openTabs(ann, ['first tab', 'second tab'])).map((tab) => ({ ...tab, card: tab.disputes.upload('disputes.csv') }));
  await Promise.all(tabs.map(({ card }) => expect(card.button('Submit')).toBeEnabled()));

  const outcome = await race(tabs, async ({ card }) => { await card.button('Submit').dblclick(); await expect(card.status).toHaveText(/Queued|Processing|Completed/); }, { label: 'double click on Submit', hold: '**/submit' });

  await everythingHolds();
  const submits = outcome.operations.flatMap(({ exchanges }) => exchanges.filter(({ path }) => path.endsWith('/submit')));
  expect(submits.length, 'both tabs sent a submit').toBeGreaterThanOrEqual(2);
  expect(new Set(submits.map(({ status }) => status)), 'every submit is told of the job').toEqual(new Set([202]));
  const jobs = await stores.postgres.rows<{ id: string }>('select id from dispute_jobs where session_id = $1', [session.id]);
  expect(jobs).toHaveLength(1);
  const messages = await announced.atLeast<{ sessionId: string; jobId: string }>(1, ({ body }) => body.sessionId === session.id);
  expect(messages.map(({ body }) => body.jobId)).toEqual([jobs[0]!.id]);
  await Promise.all(tabs.map(({ card }) => expect(card.status).toHaveText('Completed')));
});
