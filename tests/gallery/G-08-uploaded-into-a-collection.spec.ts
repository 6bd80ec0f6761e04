import { sampleImages } from '../../data/images.js';
import { answered, expect, imagesAreAcknowledged, test as base, type GalleryImage } from './gallery.fixture.js';

const test = base.extend<{ uploads: number }>({ uploads: [3, { option: true }] });

test('G-08a several devices upload into one collection, and all have come to its row', async ({ users, signIn, gallery, race, gates, uploads, stores, tenantId, everythingHolds }) => {
  const [ann] = await users(1);
  const devices = [ann, ...await Promise.all(Array.from({ length: uploads - 1 }, () => signIn(ann.credentials)))];
  const collection = await gallery(ann).newCollection('Harbour');
  const pictures = await sampleImages(uploads);

  const { result: outcome } = await gates.row('gallery_collections', { id: collection.id }).during(
    () => race(devices, (device, i) => gallery(device).upload(pictures[i]!, { collectionId: collection.id }), { label: 'upload into the collection' }), { waiters: uploads });

  expect(outcome).toHaveStatuses({ 201: uploads });
  const ids = outcome.values.map((reply) => answered<GalleryImage>(reply, 201).id);
  await everythingHolds({ also: [imagesAreAcknowledged(tenantId, ids)] });
  const entries = await stores.postgres.rows<{ image_id: string }>('select image_id from gallery_collection_images where collection_id = $1', [collection.id]);
  expect(entries.map(({ image_id }) => image_id).sort(), 'every image and its entry').toEqual(ids.sort());
});

test('G-08b an upload into a collection and its deletion have both come to its row', async ({ users, signIn, gallery, race, gates, picture, stores, tenantId, everythingHolds }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const collection = await gallery(ann).newCollection('Harbour');
  const sample = await picture();

  const { result: outcome } = await gates.row('gallery_collections', { id: collection.id }).during(
    () => race([ann, phone], (device) => device === ann ? gallery(ann).upload(sample, { collectionId: collection.id }) : gallery(phone).removeCollection(collection.id), { label: 'upload into it, delete it' }));

  const [upload, removal] = outcome.values;
  expect(removal!.status).toBe(204);
  if (upload!.status !== 201) expect(answered<{ error: string }>(upload!, 409).error).toBe('collection_gone');
  const stored = upload!.status === 201 ? [upload!.json<GalleryImage>().id] : [];
  await everythingHolds({ also: [imagesAreAcknowledged(tenantId, stored)] });
  const { entries } = await stores.postgres.one('select count(*)::int as entries from gallery_collection_images where collection_id = $1', [collection.id]);
  expect(entries).toBe(0);
});
