import type { Reply } from '../../fixtures/index.js';
import { sampleImages } from '../../data/images.js';
import { answered, expect, imagesAreAcknowledged, test as base, UploadPage, type GalleryImage } from './gallery.fixture.js';

const LIMIT = 12;

/** As long as may be, of letters that an address would spell with twelve and nine each. */
const LONG = { birds: '🐦'.repeat(2000), herons: '青鷺が港に立つ。\n'.repeat(222).trim() };

const test = base.extend<{ devices: number; uploadsEach: number }>({
  devices: [3, { option: true }],
  uploadsEach: [6, { option: true }],
});

test.use({ deployment: { instances: 3, workers: 1, settings: { IMAGES_PER_MINUTE: String(LIMIT) } } });
// One after the other in one worker: they share the deployment, and each has a user of its own.
test.describe.configure({ mode: 'default' });

test('G-01a one person uploads in rapid sequence, on several devices', { tag: '@quick' }, async ({ users, signIn, gallery, race, devices: count, uploadsEach, stores, tenantId, everythingHolds }) => {
  const [ann, bob] = await users(2);
  const devices = [ann, ...await Promise.all(Array.from({ length: count - 1 }, () => signIn(ann.credentials)))];
  const pictures = await sampleImages(count * uploadsEach + 1);

  const outcome = await race(devices, async (device, i) => {
    const replies: Reply[] = [];
    for (const picture of pictures.slice(i * uploadsEach, (i + 1) * uploadsEach)) replies.push(await gallery(device).upload(picture, { description: LONG.birds }));
    return replies;
  }, { label: 'upload after upload' });
  const beside = await gallery(bob).hand(pictures.at(-1)!, { description: LONG.birds });
  answered(await gallery(bob).upload(pictures.at(-1)!, { description: `${LONG.birds}!` }), 400);

  const replies = outcome.values.flat();
  const accepted = replies.filter(({ status }) => status === 201).map((reply) => reply.json<GalleryImage>().id);
  const refused = replies.filter(({ status }) => status === 429);
  expect({ accepted: accepted.length, refused: refused.length }, `exactly at the limit of ${LIMIT}`).toEqual({ accepted: LIMIT, refused: devices.length * uploadsEach - LIMIT });
  for (const [i, own] of outcome.values.entries()) {
    const first = own.findIndex(({ status }) => status === 429);
    expect(own.slice(first === -1 ? own.length : first).map(({ status }) => status), `once refused, ${devices[i]!.name} is refused for the rest of the minute`).not.toContain(201);
  }
  for (const { headers } of refused) {
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
  }
  await everythingHolds({ also: [imagesAreAcknowledged(tenantId, [...accepted, beside.id])] });
  const stored = await stores.postgres.rows(`select u.name, count(*)::int as images, count(distinct i.checksum)::int as pictures, count(*) filter (where i.status = 'READY')::int as ready, count(*) filter (where i.description = $2)::int as whole
    from gallery_images i join users u on u.id = i.uploaded_by where i.tenant_id = $1 group by u.name order by u.name`, [tenantId, LONG.birds]);
  expect(stored).toEqual([{ name: ann.name, images: LIMIT, pictures: LIMIT, ready: LIMIT, whole: LIMIT }, { name: bob.name, images: 1, pictures: 1, ready: 1, whole: 1 }]);
});

test('G-01b one person uploads many files in two browsers', async ({ users, race, uploadsEach, stores, tenantId, everythingHolds }) => {
  const [ann] = await users(1);
  const filesEach = uploadsEach + 2;
  const pictures = await sampleImages(2 * filesEach, 100);
  const browsers = await Promise.all(['laptop', 'desktop'].map(async (name, i) => {
    const upload = await UploadPage.open(ann);
    const files = pictures.slice(i * filesEach, (i + 1) * filesEach);
    await upload.choose(files);
    await upload.description.fill(LONG.herons);
    return { name, upload, files, pages: [upload.page] };
  }));

  const outcome = await race(browsers, async ({ upload, files }) => {
    await upload.uploadButton.click();
    for (const { name } of files) await expect(upload.status(name)).toHaveText(/^(Ready|Refused)$/);
  }, { label: 'upload many files', hold: '**/api/gallery/images?*' });

  expect(outcome.values, 'every file came to an end').toHaveLength(browsers.length);
  const sent = outcome.operations.flatMap(({ exchanges }) => exchanges.filter(({ method, path }) => method === 'POST' && path.startsWith('/api/gallery/images?')));
  expect(sent.filter(({ status }) => status === 201)).toHaveLength(LIMIT);
  expect(sent.filter(({ status }) => status !== 201 && status !== 429)).toEqual([]);
  await everythingHolds();
  expect(await stores.postgres.rows('select description, count(*)::int as images from gallery_images where tenant_id = $1 group by description', [tenantId])).toEqual([{ description: LONG.herons, images: LIMIT }]);
  const shown = await Promise.all(browsers.flatMap(({ upload, files }) => files.map(({ name }) => upload.status(name).innerText())));
  expect({ ready: shown.filter((text) => text === 'Ready').length, refused: shown.filter((text) => text === 'Refused').length }).toEqual({ ready: LIMIT, refused: 2 * filesEach - LIMIT });
  for (const { upload, files } of browsers) {
    // What was refused is still there to be sent again, and says why.
    for (const { name } of files) if (await upload.status(name).innerText() === 'Refused') await expect(upload.file(name).getByRole('alert')).toContainText('You have reached the limit for now.');
    await expect(upload.quota, 'both pages know of all images, also of the other\'s').toHaveText(new RegExp(`^${LIMIT} of `));
    await expect(upload.ownImages).toHaveCount(LIMIT);
  }
});
