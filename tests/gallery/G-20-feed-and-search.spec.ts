import { NotYet, until } from '../../fixtures/index.js';
import { answered, expect, test as base, walk, type GalleryImage, type ImageList } from './gallery.fixture.js';
import { PutImages } from './put-images.js';

const test = base.extend<{ uploaders: number; each: number; viewers: number }>({
  uploaders: [3, { option: true }],
  each: [4, { option: true }],
  viewers: [3, { option: true }],
});

test('G-20 uploads while others view the feed and search', { tag: '@quick' }, async ({ users, gallery, picture, idOf, race, uploaders, each, viewers, stores, tenantId, everythingHolds }) => {
  const people = await users(uploaders + viewers);
  const total = uploaders * each;
  const pictures = await Promise.all(Array.from({ length: total }, () => picture()));
  // How soon the others are ready is a matter of luck; this one is in process as long as anybody looks.
  const unready = await new PutImages(stores, tenantId).put({ by: await idOf(people[0]!), title: 'Kingfisher that takes its time', ready: false });
  const acknowledged: string[] = [];
  // How many images each look has shown.
  const looks: number[] = [];
  // The last upload of everybody waits for it: so somebody looks while some images are there and others not, for certain.
  const seenInPart = () => until('a viewer to see some of the images', () => looks.some((count) => count > 0));

  const outcome = await race(people, async (user, i) => {
    const desk = gallery(user);
    if (i < uploaders) {
      for (let n = 0; n < each; n++) {
        if (n === each - 1) await seenInPart();
        acknowledged.push((await desk.hand(pictures[i * each + n]!, { title: `Kingfisher ${i} ${n}` })).id);
      }
      return;
    }
    // Feed and search by turns, until everything that was to come has come.
    const firstSeen = new Set<string>();
    const own: number[] = [];
    await until('every image to be in feed and search', async () => {
      const { images } = answered<ImageList>(own.length % 2 === 0 ? await desk.feed({ limit: 100 }) : await desk.search('kingfisher', { limit: 100 }), 200);
      own.push(images.length);
      looks.push(images.length);
      expect(images.map(({ status }) => status), 'none before it is ready').toEqual(images.map(() => 'READY'));
      expect(new Set(images.map(({ id }) => id)).size, 'each once on a page').toBe(images.length);
      // At first sight it can be shown.
      for (const { id } of images.filter((image) => !firstSeen.has(image.id))) {
        firstSeen.add(id);
        expect((await desk.file(id, 'thumb')).status, 'who sees an image gets its thumbnail').toBe(200);
      }
      if (images.length < total || firstSeen.size < total) throw new NotYet(`${images.length} of ${total} are there`);
      // Both ways have shown all of them.
      return own.at(-2) === total;
    }, { deadlineMs: 40_000, everyMs: 1 });
  }, { label: 'upload and view', minOverlap: uploaders + viewers });

  expect(outcome.values, 'everybody got through').toHaveLength(people.length);
  expect((await gallery(people[0]!).remove(unready)).status).toBe(204);
  await everythingHolds();
  const [viewer] = people.slice(uploaders);
  const ids = (images: readonly GalleryImage[]) => images.map(({ id }) => id).sort();
  for (const list of [await walk((cursor) => gallery(viewer!).feed({ cursor, limit: 5 })), await walk((cursor) => gallery(viewer!).search('kingfisher', { cursor, limit: 5 }))]) {
    expect(ids(list), 'each acknowledged image once').toEqual([...acknowledged].sort());
  }
  expect(await stores.postgres.one('select count(*)::int as ready from gallery_images where tenant_id = $1 and status = \'READY\'', [tenantId])).toEqual({ ready: total });
});
