import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { answered, expect, JOBS, test as base, type DisputeJob } from './disputes.fixture.js';
import { openTabs } from './disputes.page.js';

const test = base.extend<{ clicks: number }>({ clicks: [4, { option: true }] });

// A table is held: that must not stop other tests.
test.use({ deployment: { workers: 1 } });
// One deployment for all of them.
test.describe.configure({ mode: 'default' });

test('D-07c every submit has looked for a job before any inserts one', { tag: '@quick' }, async ({ users, desk, volley, tap, gates, clicks, stores, everythingHolds }) => {
  const announced = await tap(JOBS.exchange, JOBS.queue);
  const [ann] = await users(1);
  const { id } = await desk(ann).prepare({ name: 'disputes.csv', content: csv(newDisputes(5, 'G')) });

  const { result: outcome } = await gates.table('dispute_jobs').during(() => volley(Array.from({ length: clicks }, () => ann), () => ({ method: 'POST', path: `/api/disputes/sessions/${id}/submit` }), { label: 'submit' }), { waiters: clicks });

  expect(outcome).toHaveStatuses({ 202: clicks });
  await everythingHolds();
  const jobs = await stores.postgres.rows<{ id: string }>('select id from dispute_jobs where session_id = $1', [id]);
  expect([...new Set(outcome.values.map((reply) => answered<{ job: DisputeJob }>(reply, 202).job.id))], 'every caller is told the one job').toEqual(jobs.map((job) => job.id));
  expect((await announced.atLeast(1)).map(({ body }) => body)).toEqual([expect.objectContaining({ jobId: jobs[0]!.id })]);
});

test('D-07e two tabs are clicked, and both have looked for a job before either inserts one', async ({ users, desk, race, tap, gates, stores, everythingHolds }) => {
  const announced = await tap(JOBS.exchange, JOBS.queue);
  const [ann] = await users(1);
  const { id } = await desk(ann).prepare({ name: 'disputes.csv', content: csv(newDisputes(5, 'T')) });
  const tabs = (await openTabs(ann, ['first tab', 'second tab'])).map((tab) => ({ ...tab, card: tab.disputes.upload('disputes.csv') }));
  await Promise.all(tabs.map(({ card }) => expect(card.button('Submit')).toBeEnabled()));

  // A click takes its time on a busy machine; Bazaar's statements have half a minute.
  const { result: outcome } = await gates.table('dispute_jobs').during(() => race(tabs, ({ card }) => card.submitted(), { label: 'click on Submit' }));

  await everythingHolds();
  const jobs = await stores.postgres.rows<{ id: string }>('select id from dispute_jobs where session_id = $1', [id]);
  expect(outcome.values, 'both tabs are told the one job').toEqual(tabs.map(() => ({ status: 202, job: jobs[0]!.id })));
  expect((await announced.atLeast(1)).map(({ body }) => body)).toEqual([expect.objectContaining({ jobId: jobs[0]!.id })]);
  await Promise.all(tabs.map(({ card }) => expect(card.status).toHaveText('Completed')));
});
