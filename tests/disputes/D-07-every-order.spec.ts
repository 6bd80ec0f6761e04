import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { expect, test } from './disputes.fixture.js';

// One instance: the store decides, not the balancer. No workers: only the operations move.
test.use({ deployment: { wire: true, instances: 1, workers: 0 } });

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
