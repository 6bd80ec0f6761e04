import { answered, expect, imageForm, test as base, uploadQuery } from './gallery.fixture.js';

const INSTANCES = 2;
const IN_FLIGHT = 4;

const test = base.extend<{ burst: number; commenters: number }>({
  burst: [40, { option: true }],
  commenters: [4, { option: true }],
});

test.use({ deployment: { instances: INSTANCES, workers: 1, settings: { MAX_IN_FLIGHT: String(IN_FLIGHT), IMAGES_PER_MINUTE: '1000' } } });

test('G-16 a burst of users is served or refused, and the refused leave nothing', { tag: '@quick' }, async ({ users, gallery, picture, race, volley, gates, burst, commenters, target, stores, tenantId, everythingHolds }) => {
  const [uploader, ...people] = await users(1 + commenters);
  const { id } = await gallery(uploader!).hang(await picture());
  const pictures = await Promise.all(Array.from({ length: burst / 2 }, () => picture()));
  const requests = [
    ...pictures.map((image) => ({ method: 'POST', path: `/api/gallery/images?${new URLSearchParams(uploadQuery(image)).toString()}`, form: imageForm(image) })),
    ...Array.from({ length: burst / 2 }, (_, i) => ({ method: 'POST', path: `/api/gallery/images/${id}/comments`, json: { text: `Comment ${i}` } })),
  ];

  // Whoever writes to this tenant's gallery waits, so the instances' hands are full for certain, and stay so until no more can come in.
  const { result: outcome } = await gates.row('gallery_settings', { tenant_id: tenantId }).during(
    () => volley(requests.map((_, i) => (i < pictures.length ? uploader! : people[i % commenters]!)), (_, i) => requests[i]!, { label: 'upload and comment' }), { waiters: INSTANCES * IN_FLIGHT });

  const [served, shed] = [INSTANCES * IN_FLIGHT, burst - INSTANCES * IN_FLIGHT];
  expect(outcome).toHaveStatuses({ 201: served, 503: shed });
  for (const { value } of outcome.refused) {
    expect(value!.json()).toMatchObject({ error: 'overloaded' });
    expect(Number(value!.headers['retry-after'])).toBeGreaterThan(0);
  }
  await everythingHolds();
  const stored = await stores.postgres.one('select (select count(*)::int from gallery_images where tenant_id = $1) as images, (select count(*)::int from gallery_comments where image_id = $2) as comments', [tenantId, id]);
  const told = (path: RegExp) => outcome.acknowledged.filter(({ exchanges }) => path.test(exchanges[0]!.path)).length;
  expect(stored, 'refused means nothing stored').toEqual({ images: 1 + told(/\/images\?/), comments: told(/\/comments$/) });

  // Nobody has to do anything for it: the next requests are served, at every instance.
  const calm = await race(people, (user) => gallery(user).image(id), { label: 'afterwards' });
  expect(calm).toHaveStatuses({ 200: people.length });
  answered(await gallery(uploader!).upload(await picture()), 201);
  expect(target.processes.filter(({ running }) => !running), 'no process gave up').toEqual([]);
});
