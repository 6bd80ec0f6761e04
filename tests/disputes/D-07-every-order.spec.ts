import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { expect, test } from './disputes.fixture.js';
import { openTabs } from './disputes.page.js';

// One instance: the store decides, not the balancer. No workers: only the operations move.
test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
// One deployment for all of them.
test.describe.configure({ mode: 'default' });

test('D-07d every order in which two submits of one session can meet', async ({ users, desk, signIn, explore, stores }) => {
  const [ann] = await users(1);
  const tab = await signIn(ann.credentials);
  const { id } = await desk(ann).prepare({ name: 'disputes.csv', content: csv(newDisputes(2, 'Y')) });

  await explore('submit against submit', {
    given: async () => { await stores.postgres.rows('delete from outbox'); await stores.postgres.rows('delete from dispute_jobs where session_id = $1', [id]); },
    when: { ann: async () => (await desk(ann).submit(id)).status, tab: async () => (await desk(tab).submit(id)).status },
    then: async (told) => {
      expect(told).toEqual({ ann: 202, tab: 202 });
      const { jobs, messages } = await stores.postgres.one('select (select count(*)::int from dispute_jobs where session_id = $1) as jobs, (select count(*)::int from outbox) as messages', [id]);
      expect({ jobs, messages }).toEqual({ jobs: 1, messages: 1 });
    },
  });
});

test('D-07f every order in which clicks on Submit in two tabs can meet', async ({ users, desk, explore, stores }) => {
  const [ann] = await users(1);
  const { id } = await desk(ann).prepare({ name: 'disputes.csv', content: csv(newDisputes(2, 'Z')) });
  const tabs = (await openTabs(ann, ['first tab', 'second tab'])).map(({ pages: [page], disputes }) => ({ page, card: disputes.upload('disputes.csv') }));
  const [first, second] = tabs;
  // The news is late: a tab that hears of the other's submit no longer offers its own, and could not come second.
  await first!.page.context().route('**/api/disputes/events', (route) => route.abort());
  const load = () => Promise.all(tabs.map(async ({ page, card }) => {
    await page.reload();
    await expect(card.button('Submit')).toBeEnabled({ timeout: 120_000 });
  }));
  // What a page still asks while the exploration listens would be taken for background.
  await load();

  await explore('click on Submit against click on Submit', {
    // Each schedule loads both tabs anew.
    // A click is slow to reach the store; taken to wait elsewhere, its statements would pass for the other's.
    elsewhereMs: 15_000,
    given: async () => {
      await stores.postgres.rows('delete from outbox');
      await stores.postgres.rows('delete from dispute_jobs where session_id = $1', [id]);
      await load();
    },
    when: { first: () => first!.card.submitted(), second: () => second!.card.submitted() },
    then: async (told) => {
      const [job, ...more] = await stores.postgres.rows<{ id: string }>('select id from dispute_jobs where session_id = $1', [id]);
      expect(more, 'a session has one job').toEqual([]);
      expect(told, 'both tabs are told the one job').toEqual({ first: { status: 202, job: job?.id }, second: { status: 202, job: job?.id } });
      expect(await stores.postgres.rows('select payload->>\'jobId\' as job from outbox'), 'one message').toEqual([{ job: job?.id }]);
    },
  });
});
