import { QUIET_WORKERS } from '../quiet-workers.js';
import { belonging, counters, answered, expect, offending, test, votes, type Voted } from './gallery.fixture.js';

// One instance: the store decides, not the balancer. The worker is for the one image; relays hardly look at the outbox.
test.use({ deployment: { wire: true, instances: 1, workers: 1, settings: QUIET_WORKERS } });

test('G-06b every order in which two votes of one user on one image can meet', async ({ users, signIn, gallery, picture, explore, stores, tenantId }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const { id } = await gallery(ann).hang(await picture());
  const vote = async (user: typeof ann, value: 1 | -1) => {
    const { vote: told, number } = answered<Voted>(await gallery(user).vote(id, value), 200);
    return { vote: told, number };
  };

  await explore('vote up against vote down', {
    given: async () => {
      await stores.postgres.rows('delete from gallery_votes where image_id = $1', [id]);
      await stores.postgres.rows('delete from gallery_vote_history where image_id = $1', [id]);
      await stores.postgres.rows('update gallery_members set cast_votes = 0 where tenant_id = $1', [tenantId]);
      await stores.postgres.rows('update gallery_images set up_votes = 0, down_votes = 0 where id = $1', [id]);
    },
    when: { ann: () => vote(ann, 1), phone: () => vote(phone, -1) },
    then: async (answers) => {
      const told = Object.values(answers) as { vote: number; number: number }[];
      expect(told.map(({ number }) => number).sort(), 'each took effect at its own turn').toEqual([1, 2]);
      const last = told.find(({ number }) => number === 2)!;
      expect(await stores.postgres.rows('select value, number from gallery_votes where image_id = $1', [id]), 'one vote, the last that took effect').toEqual([{ value: last.vote, number: 2 }]);
      return await offending(stores, [...counters(tenantId), ...votes(tenantId), ...belonging(tenantId)]);
    },
  });
});
