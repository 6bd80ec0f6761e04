import { sampleImages } from '../../data/images.js';
import { answered, expect, imagesAreAcknowledged, test as base, type GalleryImage } from './gallery.fixture.js';
import { queued } from './row-queue.js';

const test = base.extend<{ added: number }>({ added: [2, { option: true }] });

test('G-08a an upload into a collection and images added to it have all come to its row', async ({ users, signIn, gallery, race, gates, added, picture, stores, tenantId, everythingHolds }) => {
  const [ann] = await users(1);
  const devices = [ann, ...await Promise.all(Array.from({ length: added }, () => signIn(ann.credentials)))];
  const collection = await gallery(ann).newCollection('Harbour');
  const there = await Promise.all((await sampleImages(added)).map((sample) => gallery(ann).hang(sample)));
  const sample = await picture();

  const { result: outcome } = await gates.row('gallery_collections', { id: collection.id }).during(
    () => race(devices, (device, i) => device === ann ? gallery(ann).upload(sample, { collectionId: collection.id }) : gallery(device).collect(collection.id, there[i - 1]!.id), { label: 'upload into it, add to it' }), { waiters: devices.length });

  expect(outcome).toHaveStatuses({ 200: added, 201: 1 });
  const ids = [answered<GalleryImage>(outcome.values[0]!, 201).id, ...there.map((image) => image.id)];
  await everythingHolds({ also: [imagesAreAcknowledged(tenantId, ids)] });
  const entries = await stores.postgres.rows<{ image_id: string }>('select image_id from gallery_collection_images where collection_id = $1', [collection.id]);
  expect(entries.map(({ image_id }) => image_id).sort(), 'every image and its entry').toEqual(ids.sort());
});

test('G-08b an upload into a collection and its deletion have both come to its row, in either order', { tag: '@quick' }, async ({ users, signIn, gallery, race, gates, picture, stores, tenantId, everythingHolds }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const stored: string[] = [];

  for (const first of [ann, phone]) {
    const collection = await gallery(ann).newCollection('Harbour');
    const sample = await picture();
    const { result: outcome } = await gates.row('gallery_collections', { id: collection.id }).during(() => race([ann, phone], async (device) => {
      if (device !== first) await queued(stores, 'gallery_collections', collection.id);
      return device === ann ? await gallery(ann).upload(sample, { collectionId: collection.id }) : await gallery(phone).removeCollection(collection.id);
    }, { label: first === ann ? 'upload into it, then delete it' : 'delete it, then upload into it' }));

    const [upload, removal] = outcome.values;
    expect(removal!.status).toBe(204);
    if (first === ann) stored.push(answered<GalleryImage>(upload!, 201).id);
    else expect(answered<{ error: string }>(upload!, 409).error).toBe('collection_gone');
  }

  await everythingHolds({ also: [imagesAreAcknowledged(tenantId, stored)] });
  const { entries } = await stores.postgres.one('select count(*)::int as entries from gallery_collection_images e join gallery_images i on i.id = e.image_id where i.tenant_id = $1', [tenantId]);
  expect(entries, 'the collections are gone, with their entries').toBe(0);
});
