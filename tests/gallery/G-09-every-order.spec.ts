import { QUIET_WORKERS } from '../quiet-workers.js';
import { belonging, counters, expect, offending, test, votes } from './gallery.fixture.js';

// One instance: the store decides, not the balancer. The worker is for the one image; relays hardly look at the outbox.
test.use({ deployment: { wire: true, instances: 1, workers: 1, settings: QUIET_WORKERS } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

for (const [id, what, second] of [['d', 'two users\' votes', 'vote'], ['e', 'a vote and the withdrawal of another\'s', 'withdraw']] as const) {
  test(`G-09${id} every order in which ${what} on one image can meet`, async ({ users, gallery, picture, explore, stores, tenantId }) => {
    const [ann, bob] = await users(2);
    const image = await gallery(ann).hang(await picture());

    await explore(`vote against ${second}`, {
      given: async () => {
        await stores.postgres.rows('delete from gallery_votes where image_id = $1', [image.id]);
        await stores.postgres.rows('delete from gallery_vote_history where image_id = $1', [image.id]);
        await stores.postgres.rows('update gallery_members set cast_votes = 0 where tenant_id = $1', [tenantId]);
        await stores.postgres.rows('update gallery_images set up_votes = 0, down_votes = 0 where id = $1', [image.id]);
        if (second === 'withdraw') await gallery(bob).vote(image.id, 1);
      },
      when: {
        ann: async () => (await gallery(ann).vote(image.id, 1)).status,
        bob: async () => (second === 'vote' ? await gallery(bob).vote(image.id, 1) : await gallery(bob).withdrawVote(image.id)).status,
      },
      then: async (told) => {
        expect(told).toEqual({ ann: 200, bob: 200 });
        const { up } = await stores.postgres.one('select up_votes as up from gallery_images where id = $1', [image.id]);
        expect(up, 'the votes that stand').toBe(second === 'vote' ? 2 : 1);
        return await offending(stores, [...counters(tenantId), ...votes(tenantId), ...belonging(tenantId)]);
      },
    });
  });
}
