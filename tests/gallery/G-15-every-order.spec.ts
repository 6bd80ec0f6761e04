import { expect, test, type GalleryImage } from './gallery.fixture.js';
import { PutImages } from './put-images.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: { IMAGES_PER_MINUTE: '100000' } } });
test.describe.configure({ mode: 'default' });

for (const [id, what] of [['c', 'upload'], ['d', 'edit']] as const) {
  test(`G-15${id} every order in which a merge and an ${what} into the merged category can meet`, async ({ users, owner, gallery, picture, idOf, explore, stores, tenantId }) => {
    const [ann] = await users(1);
    const put = new PutImages(stores, tenantId);
    const [uploader, sample] = [await idOf(ann), await picture()];
    let [from, into, image] = ['', '', ''];

    await explore(`merge against ${what}`, {
      given: async () => {
        await put.clear();
        [from, into] = [await put.category('Herons'), await put.category('Birds')];
        image = await put.put({ by: uploader });
      },
      when: {
        owner: async () => (await gallery(owner).mergeCategory(from, into)).status,
        ann: async () => {
          const reply = what === 'upload' ? await gallery(ann).upload(sample, { categoryId: from }) : await gallery(ann).edit(image, 1, { categoryId: from });
          if (reply.ok) image = reply.json<GalleryImage>().id;
          return reply.status;
        },
      },
      then: async (told) => {
        expect(told, 'neither disturbs the other').toEqual({ owner: 200, ann: what === 'upload' ? 201 : 200 });
        expect(await stores.postgres.one('select category_id as category from gallery_images where id = $1', [image])).toEqual({ category: into });
        return await put.offending();
      },
    });
  });
}

test('G-15e every order in which a category\'s delete and an upload into it can meet', async ({ users, owner, gallery, picture, explore, stores, tenantId }) => {
  const [ann] = await users(1);
  const put = new PutImages(stores, tenantId);
  const sample = await picture();
  let category: string;

  await explore('delete against upload', {
    given: async () => {
      await put.clear();
      category = await put.category('Herons');
    },
    when: {
      owner: async () => (await gallery(owner).removeCategory(category)).status,
      ann: async () => (await gallery(ann).upload(sample, { categoryId: category })).status,
    },
    then: async (told) => {
      expect([{ owner: 204, ann: 409 }, { owner: 409, ann: 201 }], 'one of them came too late').toContainEqual(told);
      const { images, categories } = await stores.postgres.one('select (select count(*)::int from gallery_images where tenant_id = $1) as images, (select count(*)::int from gallery_categories where id = $2) as categories', [tenantId, category]);
      expect({ images, categories }).toEqual(told.ann === 201 ? { images: 1, categories: 1 } : { images: 0, categories: 0 });
      return await put.offending();
    },
  });
});
