import { until, type Reply } from '../../fixtures/index.js';
import { sampleImages } from '../../data/images.js';
import { answered, expect, test as base, walk, type GalleryDesk, type GalleryImage, type PageOf } from './gallery.fixture.js';

const test = base.extend<{ images: number; pageSize: number }>({
  images: [14, { option: true }],
  pageSize: [3, { option: true }],
});

const WORD = 'harbour';

/** The lists that one walks through, page by page. */
const LISTS: Record<string, (desk: GalleryDesk, page: PageOf) => Promise<Reply>> = {
  feed: (desk, page) => desk.feed(page),
  search: (desk, page) => desk.search(WORD, page),
  'one\'s own': (desk, page) => desk.mine(page),
};

test('G-05 paging through lists that grow and shrink', { tag: '@quick' }, async ({ users, signIn, gallery, race, images: count, pageSize, picture, everythingHolds }) => {
  const [ann] = await users(1);
  const names = Object.keys(LISTS);
  const devices = await Promise.all(['grower', 'shrinker', ...names].map(() => signIn(ann.credentials)));
  const [grower, shrinker, ...walkers] = devices;
  const hung = await Promise.all((await sampleImages(count)).map((sample, i) => gallery(ann).hang(sample, { title: `${WORD} ${i}` })));
  // From all over the lists: some have been walked past when they go, others not.
  const victims = hung.filter((_, i) => i % 3 === 0);
  const changes = { grown: 0, shrunk: 0 };
  // Made beforehand, so that all begin together.
  let next = await picture();
  let walking = walkers.length;

  const outcome = await race(devices, async (device) => {
    if (device === grower) {
      while (walking > 0) {
        await gallery(device).hang(next, { title: `${WORD} later` });
        changes.grown++;
        next = await picture();
      }
    } else if (device === shrinker) {
      // The first and the last by turns: before and behind the walkers.
      for (let i = 0; walking > 0; i++) {
        const before = changes.grown;
        const victim = i % 2 === 0 ? victims.pop() : victims.shift();
        if (victim === undefined) break;
        expect((await gallery(device).remove(victim.id)).status).toBe(204);
        changes.shrunk++;
        await until('the lists to grow again', () => changes.grown > before || walking === 0);
      }
    } else {
      try {
        return await walk((cursor) => LISTS[names[walkers.indexOf(device)]!]!(gallery(device), { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) }), async () => {
          const seen = { ...changes };
          // No page is read before the list has changed since the last one.
          await until('the list to grow and to shrink', () => changes.grown > seen.grown && (changes.shrunk > seen.shrunk || victims.length === 0));
        });
      } finally {
        walking--;
      }
    }
    return [];
  }, { label: 'walk, upload, delete', minOverlap: devices.length });

  expect(changes.grown).toBeGreaterThanOrEqual(2);
  expect(changes.shrunk).toBeGreaterThanOrEqual(2);
  const left = new Set(answered<{ images: GalleryImage[] }>(await gallery(ann).feed({ limit: 100 }), 200).images.map(({ id }) => id));
  const stayed = hung.filter(({ id }) => left.has(id)).map(({ id }) => id);
  for (const [i, name] of names.entries()) {
    const seen = outcome.values[devices.indexOf(walkers[i]!)]!.map(({ id }) => id);
    expect(seen.filter((id, at) => seen.indexOf(id) !== at), `${name}: nothing comes twice`).toEqual([]);
    expect(stayed.filter((id) => !seen.includes(id)), `${name}: nothing that was there throughout is missed`).toEqual([]);
  }
  await everythingHolds();
});
