import type { SampleImage } from '../../data/images.js';
import { expect, test as base, type GalleryImage } from './gallery.fixture.js';

const LIMITS = { images: 4, bytes: 200_000 };

const test = base.extend<{ flood: number; neighbours: number }>({
  flood: [8, { option: true }],
  neighbours: [2, { option: true }],
});

test.use({ deployment: { instances: 2, workers: 1, settings: { QUOTA_IMAGES: String(LIMITS.images), QUOTA_BYTES: String(LIMITS.bytes), IMAGES_PER_MINUTE: '1000' } } });
// One deployment for all of them.
test.describe.configure({ mode: 'default' });

/** The same picture in exactly so many bytes: what comes after a picture's end is no part of it. */
const sized = (image: SampleImage, bytes: number): SampleImage => ({ ...image, content: Buffer.concat([image.content, Buffer.alloc(bytes - image.content.length)]) });

test('G-13a users near their quota upload more than fits while another works', async ({ users, gallery, picture, race, flood, neighbours, stores, tenantId, everythingHolds }) => {
  const [many, large, neighbour] = await users(3);
  const fits = Math.floor(LIMITS.bytes / 60_000);
  const uploads = [
    ...await Promise.all(Array.from({ length: flood }, async () => ({ user: many, image: await picture() }))),
    ...await Promise.all(Array.from({ length: flood }, async () => ({ user: large, image: sized(await picture(), 60_000) }))),
    ...await Promise.all(Array.from({ length: neighbours }, async () => ({ user: neighbour, image: await picture() }))),
  ];

  const outcome = await race(uploads.map(({ user }) => user), (user, i) => gallery(user).upload(uploads[i]!.image), { label: 'upload' });

  const told = (user: typeof many) => outcome.operations.filter((operation) => operation.user === user.name).map(({ status }) => status).sort();
  const some = (status: number, count: number) => Array<number>(count).fill(status);
  expect(told(many), 'exactly as many images as may be').toEqual([...some(201, LIMITS.images), ...some(409, flood - LIMITS.images)]);
  expect(told(large), 'exactly as many bytes as fit').toEqual([...some(201, fits), ...some(409, flood - fits)]);
  expect(told(neighbour), 'the neighbour is untouched').toEqual(some(201, neighbours));
  for (const { value, user } of outcome.refused) expect(value!.json()).toMatchObject({ error: 'quota_reached', limit: user === many.name ? LIMITS.images : LIMITS.bytes });
  await everythingHolds({ limits: LIMITS });
  const { stored } = await stores.postgres.one('select count(*)::int as stored from gallery_images where tenant_id = $1', [tenantId]);
  expect(stored, 'refused means nothing stored').toBe(outcome.acknowledged.length);
});

test('G-13b all uploads that want the last place have asked for it before one has it', { tag: '@quick' }, async ({ users, gallery, picture, race, gates, flood, idOf, everythingHolds }) => {
  const [ann] = await users(1);
  for (let i = 1; i < LIMITS.images; i++) await gallery(ann).hand(await picture());
  const images = await Promise.all(Array.from({ length: flood }, () => picture()));

  const { result: outcome } = await gates.row('gallery_members', { user_id: await idOf(ann) }).during(
    () => race(images.map(() => ann), (user, i) => gallery(user).upload(images[i]!), { label: 'upload' }), { waiters: flood });

  expect(outcome).toHaveStatuses({ 201: 1, 409: flood - 1 });
  await everythingHolds({ limits: LIMITS });
});

test('G-13c a place that a delete gives back is taken by one', async ({ users, gallery, picture, race, gates, flood, idOf, stores, tenantId, everythingHolds }) => {
  const [ann] = await users(1);
  const full: GalleryImage[] = [];
  for (let i = 0; i < LIMITS.images; i++) full.push(await gallery(ann).hang(await picture()));
  const images = await Promise.all(Array.from({ length: flood }, () => picture()));

  const { result: outcome } = await gates.row('gallery_settings', { tenant_id: tenantId }).during(
    () => race([ann, ...images.map(() => ann)], (user, i) => (i === 0 ? gallery(user).remove(full[0]!.id) : gallery(user).upload(images[i - 1]!)), { label: 'delete and upload' }), { waiters: 1 + flood });

  expect(outcome.operations[0]!.status).toBe(204);
  const taken = outcome.operations.slice(1).filter(({ status }) => status === 201).length;
  expect(taken, 'one at most: there was one place').toBeLessThanOrEqual(1);
  expect((await gallery(ann).upload(await picture())).status, 'nobody is short-changed: if the place is still there, it can be had').toBe(taken === 1 ? 409 : 201);
  await everythingHolds({ limits: LIMITS });
  expect(await stores.postgres.one('select images from gallery_members where user_id = $1', [await idOf(ann)])).toEqual({ images: LIMITS.images });
});
