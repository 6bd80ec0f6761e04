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
