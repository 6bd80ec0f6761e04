import { QUIET_WORKERS } from '../quiet-workers.js';
import { answered, cacheEqualsDatabase, counters, expect, offending, test, type GalleryImage, type Voted } from './gallery.fixture.js';

// Two instances: on the one connection that each has to Redis, what was sent first comes first, and no picture could overtake another. The worker is for the one image.
test.use({ deployment: { wire: true, instances: 2, workers: 1, settings: QUIET_WORKERS } });

test('G-10b every order in which a vote and a page of the feed can come to the cache', async ({ users, signIn, gallery, picture, explore, target, stores, tenantId }) => {
  const [here, there] = target.processes.filter(({ kind }) => kind === 'api');
  const [ann, bob] = await users(2);
  const [voter, reader] = [await signIn(ann.credentials, { at: here }), await signIn(bob.credentials, { at: there })];
  const { id } = await gallery(ann).hang(await picture());
  let before: number;

  await explore('vote against read', {
    through: ['postgres', 'redis'],
    given: async () => {
      await stores.postgres.rows('delete from gallery_votes where image_id = $1', [id]);
      await stores.postgres.rows('delete from gallery_vote_history where image_id = $1', [id]);
      await stores.postgres.rows('update gallery_members set cast_votes = 0 where tenant_id = $1', [tenantId]);
      ({ before } = await stores.postgres.one<{ before: number }>('update gallery_images set up_votes = 0 where id = $1 returning revision as before', [id]));
      await stores.redis.client.del(`gallery:image:${id}`);
    },
    when: {
      voter: async () => answered<Voted>(await gallery(voter).vote(id, 1), 200).image.revision,
      reader: async () => answered<{ images: GalleryImage[] }>(await gallery(reader).feed(), 200).images[0]!.revision,
    },
    then: async (told) => {
      expect(told.voter, 'who votes is told of no older picture than that with the vote').toBe(before + 1);
      expect([before, before + 1], 'who reads is told of the picture before the vote, or of that after it').toContain(told.reader);
      return await offending(stores, [...counters(tenantId), cacheEqualsDatabase(tenantId)]);
    },
  });
});
