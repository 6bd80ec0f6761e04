import { answered } from '../../fixtures/index.js';
import { expect, test, type GalleryMember } from './gallery.fixture.js';
import { PutImages } from './put-images.js';

/**
 * "Works no more from the acknowledgement on": what is not there when the demotion (or the switch) is acknowledged must not be there in the end either.
 * So who takes the role away looks as soon as it is acknowledged, and looks through the application: only then is the look a step that every order has.
 */
test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: { COMMENTS_PER_MINUTE: '100000' } } });
test.describe.configure({ mode: 'default' });

test('G-14c every order in which a demotion and a moderator\'s delete can meet', async ({ users, owner, signIn, promote, gallery, idOf, explore, stores, tenantId }) => {
  const [ann, someone] = await users(2);
  await promote(someone, 'moderator');
  // Signed in as a moderator, so that the access token says so.
  const mod = await signIn(someone.credentials);
  const put = new PutImages(stores, tenantId);
  const [uploader, moderator] = [await idOf(ann), await idOf(mod)];
  let image: string;

  await explore('demotion against delete', {
    given: async () => {
      await put.clear();
      image = await put.put({ by: uploader });
      await stores.postgres.rows('update users set role = \'moderator\' where id = $1', [moderator]);
    },
    when: {
      owner: async () => ({ status: (await gallery(owner).setRole(moderator, 'member')).status, thereThen: (await gallery(owner).image(image)).ok }),
      mod: async () => (await gallery(mod).remove(image)).status,
    },
    then: async (told) => {
      const { status, thereThen } = told.owner as { status: number; thereThen: boolean };
      expect(status).toBe(200);
      expect((await put.about(image)).there, 'what was there when the role was taken away is still there').toBe(thereThen);
      expect(told.mod).toBe(thereThen ? 403 : 204);
      return await put.offending();
    },
  });
});

test('G-14d every order in which a demoted admin can try to make a friend an admin', async ({ users, owner, gallery, idOf, explore, stores, tenantId }) => {
  const [admin, friend] = await users(2);
  const put = new PutImages(stores, tenantId);
  const [adminId, friendId] = [await idOf(admin), await idOf(friend)];
  const roleOf = async (id: string) => (await stores.postgres.one<{ role: string }>('select role from users where id = $1', [id])).role;
  const seenAs = async (id: string) => answered<{ members: GalleryMember[] }>(await gallery(owner).members(), 200).members.find(member => member.id === id)?.role;

  await explore('demotion against promotion', {
    given: async () => {
      await put.clear();
      await stores.postgres.rows('update users set role = \'admin\' where id = $1', [adminId]);
    },
    when: {
      owner: async () => ({ status: (await gallery(owner).setRole(adminId, 'member')).status, friendThen: await seenAs(friendId) }),
      admin: async () => (await gallery(admin).setRole(friendId, 'admin')).status,
    },
    then: async (told) => {
      const { status, friendThen } = told.owner as { status: number; friendThen: string };
      expect(status).toBe(200);
      expect([await roleOf(adminId), await roleOf(friendId)], 'nobody is promoted by one who is an admin no more').toEqual(['member', friendThen]);
      expect(told.admin).toBe(friendThen === 'admin' ? 200 : 403);
    },
  });
});

test('G-14e every order in which two admins can demote each other', { tag: '@quick' }, async ({ users, gallery, idOf, explore, stores, tenantId }) => {
  const [ann, bob] = await users(2);
  const put = new PutImages(stores, tenantId);
  const ids = [await idOf(ann), await idOf(bob)];

  await explore('demotion against demotion', {
    given: async () => {
      await put.clear();
      await stores.postgres.rows('update users set role = \'admin\' where id = any ($1)', [ids]);
    },
    when: { ann: async () => (await gallery(ann).setRole(ids[1]!, 'member')).status, bob: async () => (await gallery(bob).setRole(ids[0]!, 'member')).status },
    then: async (told) => {
      expect(Object.values(told).sort(), 'one is first, and the other an admin no more').toEqual([200, 403]);
      const left = await stores.postgres.rows('select id from users where id = any ($1) and role = \'admin\'', [ids]);
      expect(left).toEqual([{ id: ids[told.ann === 200 ? 0 : 1] }]);
    },
  });
});

test('G-14f every order in which the switch to maintenance and a comment can meet', async ({ users, owner, gallery, idOf, explore, stores, tenantId }) => {
  const [ann] = await users(1);
  const put = new PutImages(stores, tenantId);
  const uploader = await idOf(ann);
  let image: string;

  await explore('switch against comment', {
    given: async () => {
      await put.clear();
      image = await put.put({ by: uploader });
    },
    when: {
      owner: async () => ({ status: (await gallery(owner).setMaintenance(true)).status, commentsThen: answered<{ comments: unknown[] }>(await gallery(owner).comments(image), 200).comments.length }),
      ann: async () => (await gallery(ann).comment(image, 'Nice')).status,
    },
    then: async (told) => {
      const { status, commentsThen } = told.owner as { status: number; commentsThen: number };
      expect(status).toBe(200);
      expect((await put.about(image)).comments, 'when the switch is acknowledged nothing is half-way').toBe(commentsThen);
      expect(told.ann).toBe(commentsThen === 1 ? 201 : 503);
      return await put.offending();
    },
  });
});
