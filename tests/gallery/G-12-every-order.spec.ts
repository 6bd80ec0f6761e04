import { expect, test } from './gallery.fixture.js';
import { PutImages } from './put-images.js';

// One instance: the store decides, not the balancer. No workers: only the operations move.
test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: { COMMENTS_PER_MINUTE: '100000' } } });
test.describe.configure({ mode: 'default' });

for (const [id, what] of [['d', 'vote'], ['e', 'comment']] as const) {
  test(`G-12${id} every order in which a delete and a ${what} can meet`, async ({ users, gallery, idOf, explore, stores, tenantId }) => {
    const [ann, bob] = await users(2);
    const put = new PutImages(stores, tenantId);
    const uploader = await idOf(ann);
    let image: string;

    await explore(`delete against ${what}`, {
      given: async () => {
        await put.clear();
        image = await put.put({ by: uploader });
      },
      when: {
        ann: async () => (await gallery(ann).remove(image)).status,
        bob: async () => (what === 'vote' ? await gallery(bob).vote(image, 1) : await gallery(bob).comment(image, 'Nice')).status,
      },
      then: async (told) => {
        expect(told.ann).toBe(204);
        expect([200, 201, 410]).toContain(told.bob);
        expect(await put.about(image), 'nothing is left of it').toEqual({ there: false, votes: 0, comments: 0, favourites: 0 });
        expect((await gallery(bob).image(image)).status).toBe(410);
        return await put.offending();
      },
    });
  });
}
