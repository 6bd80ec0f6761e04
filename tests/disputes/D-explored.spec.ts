import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { answered, expect, test, type DisputeSession } from './disputes.fixture.js';

// One instance: the store decides, not the balancer. No workers: only the operations move.
test.use({ deployment: { wire: true, instances: 1, workers: 0 } });

test('D-04c every order in which two writers of one version can meet', async ({ users, desk, signIn, explore, stores }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const { id, version } = answered<DisputeSession>(await desk(ann).upload({ name: 'disputes.csv', content: csv(newDisputes(2, 'X')) }), 201);

  await explore('rename against rename', {
    given: () => stores.postgres.rows('update dispute_sessions set version = $2, label = null where id = $1', [id, version]),
    when: { ann: async () => (await desk(ann).rename(id, version, 'by ann')).status, phone: async () => (await desk(phone).rename(id, version, 'by phone')).status },
    then: async (told) => {
      expect(Object.values(told).sort()).toEqual([200, 409]);
      const stored = await stores.postgres.one('select version, label from dispute_sessions where id = $1', [id]);
      expect(stored).toEqual({ version: version + 1, label: told.ann === 200 ? 'by ann' : 'by phone' });
    },
  });
});

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
