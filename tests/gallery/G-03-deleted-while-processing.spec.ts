import { QUIET_WORKERS } from '../quiet-workers.js';
import { expect, galleryInvariants, offending, test } from './gallery.fixture.js';
import { WaitingImage } from './waiting-image.js';

// One worker, which takes one image at a time. The relay looks at the outbox when it is told of a message and hardly otherwise: it is no part of the story.
test.use({ deployment: { wire: true, instances: 1, workers: 1, settings: { IMAGE_PREFETCH: '1', ...QUIET_WORKERS } } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

test('G-03a a delete and the worker come to the image at the same moment', { tag: '@quick' }, async ({ users, gallery, picture, gates, target, stores, tenantId, everythingHolds }) => {
  const [ann] = await users(1);
  // Stands still until the image is stored and the gate is closed.
  await target.pause('worker-1');
  const { id } = await gallery(ann).hand(await picture());

  const { result: reply } = await gates.row('gallery_images', { id }).during(async () => {
    await target.resume('worker-1');
    return await gallery(ann).remove(id);
  });

  expect(reply.status).toBe(204);
  // It takes one at a time, and so is through with the deleted one when the next is ready.
  const next = await gallery(ann).hang(await picture());
  await everythingHolds();
  expect(await stores.postgres.rows('select id from gallery_images where tenant_id = $1', [tenantId])).toEqual([{ id: next.id }]);
  expect((await stores.files.list()).filter(({ path }) => !path.startsWith('tmp/')), 'an original and two thumbnails of the one that is there').toHaveLength(3);
  expect((await gallery(ann).image(id)).status).toBe(410);
  await target.refresh();
  expect(target.processes.filter(({ running }) => !running), 'nobody crashed').toEqual([]);
});

test('G-03b every order in which a delete and processing can meet', async ({ users, gallery, picture, explore, target, stores, tenantId }) => {
  const [ann] = await users(1);
  const model = await gallery(ann).hang(await picture());
  const waiting = new WaitingImage(stores, target.stores.files, model);
  const kept = model.id;
  let id: string;

  await explore('delete against processing', {
    elsewhereMs: 5000,
    given: async () => { id = await waiting.renew(); },
    when: { ann: async () => (await gallery(ann).remove(id)).status, worker: () => waiting.process() },
    then: async (told) => {
      expect(told.ann).toBe(204);
      expect(['READY', 'gone']).toContain(told.worker);
      expect(await stores.postgres.rows('select id from gallery_images where tenant_id = $1', [tenantId]), 'no row').toEqual([{ id: kept }]);
      expect(await stores.postgres.rows('select image_id as id from gallery_gone where tenant_id = $1', [tenantId])).toEqual([{ id }]);
      const { stored_path, thumb_path, large_path } = await stores.postgres.one('select stored_path, thumb_path, large_path from gallery_images where id = $1', [kept]);
      expect((await stores.files.list()).map(({ path }) => path), 'no file, and no orphan thumbnail').toEqual([stored_path, thumb_path, large_path].map(String).sort((a, b) => a.localeCompare(b)));
      return await offending(stores, galleryInvariants(tenantId).filter(({ name }) => !name.includes('dead letters')));
    },
  });
  await target.refresh();
  expect(target.processes.filter(({ running }) => !running), 'nobody crashed').toEqual([]);
});
