import { rm } from 'node:fs/promises';
import path from 'node:path';
import { belonging, counters, expect, offending, test, type GalleryCollection } from './gallery.fixture.js';

// One instance: the store decides, not the balancer. No workers: images stay as they were uploaded, and only the operations move.
test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: { IMAGES_PER_MINUTE: '100000' } } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

test('G-08c every order in which an upload into a collection and its deletion can meet', async ({ users, signIn, gallery, picture, explore, target, stores, tenantId }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const sample = await picture();
  let collection: GalleryCollection;

  await explore('upload into a collection against its deletion', {
    elsewhereMs: 5000,
    given: async () => {
      for (const { path: file } of await stores.files.list()) await rm(path.join(target.stores.files!, file));
      for (const table of ['gallery_images', 'gallery_collections', 'outbox']) await stores.postgres.rows(`delete from ${table}`);
      await stores.postgres.rows('update gallery_members set images = 0, bytes = 0');
      collection = await gallery(ann).newCollection('Harbour');
    },
    when: { ann: async () => (await gallery(ann).upload(sample, { collectionId: collection.id })).status, phone: async () => (await gallery(phone).removeCollection(collection.id)).status },
    then: async (told) => {
      expect(told.phone).toBe(204);
      expect([201, 409]).toContain(told.ann);
      const stored = { images: (await stores.postgres.rows('select id from gallery_images')).length, messages: (await stores.postgres.rows('select id from outbox')).length, files: (await stores.files.list()).length };
      const one = told.ann === 201 ? 1 : 0;
      expect(stored, 'image, message and file, or none of them').toEqual({ images: one, messages: one, files: one });
      expect(await stores.postgres.rows('select image_id from gallery_collection_images'), 'the collection is gone, with its entries').toEqual([]);
      return await offending(stores, [...counters(tenantId), ...belonging(tenantId)]);
    },
  });
});

test('G-08d every order in which an image can be put into a collection and be deleted', async ({ users, signIn, gallery, picture, explore, stores, tenantId }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const sample = await picture();
  const collection = await gallery(ann).newCollection('Harbour');
  let id: string;

  await explore('put into a collection against delete', {
    elsewhereMs: 5000,
    given: async () => {
      for (const table of ['gallery_images', 'gallery_gone', 'outbox']) await stores.postgres.rows(`delete from ${table}`);
      await stores.postgres.rows('update gallery_members set images = 0, bytes = 0');
      await stores.postgres.rows('update gallery_collections set images = 0');
      id = (await gallery(ann).hand(sample)).id;
    },
    when: { ann: async () => (await gallery(ann).collect(collection.id, id)).status, phone: async () => (await gallery(phone).remove(id)).status },
    then: async (told) => {
      expect(told.phone).toBe(204);
      expect([200, 410]).toContain(told.ann);
      return [
        ...await stores.postgres.rows('select image_id as entry_without_image from gallery_collection_images'),
        ...await offending(stores, [...counters(tenantId), ...belonging(tenantId)]),
      ];
    },
  });
});
