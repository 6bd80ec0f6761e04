import { until } from '../../fixtures/index.js';
import { answered, cached, ensemble, expect, ImagePage, test as base, type GalleryImage, type ImageList as Images } from './gallery.fixture.js';
import { LiveStream } from './live-stream.js';

const ACTS = 8;

const test = base.extend<{ changes: number; readers: number }>({
  changes: [12, { option: true }],
  readers: [3, { option: true }],
});

const title = (version: number) => `Kestrel ${version}`;

ensemble('G-21a how soon one user\'s change is seen through API, cache, feed, live events and page', { roles: ['actor', 'reader', 'page'] },
  async ({ role, users, gallery, picture, gather, together, rendezvous, evidence, stores, everythingHolds }) => {
    const [me] = await users(1);
    const desk = gallery(me);
    const id = (await gather('the image', role === 'actor' ? (await desk.hang(await picture(), { title: title(1) })).id : null)).actor!;
    const page = role === 'page' ? await ImagePage.open(me, id) : undefined;
    const stream = role === 'reader' ? await LiveStream.open(me) : undefined;
    if (page !== undefined) await page.heading(title(1)).waitFor();
    /** Where the reader looks, all at the same time. */
    const places: Record<string, (version: number) => Promise<boolean> | boolean> = {
      API: async (version) => answered<GalleryImage>(await desk.image(id), 200).version >= version,
      feed: async (version) => answered<Images>(await desk.feed(), 200).images.some((image) => image.id === id && image.version >= version),
      cache: async (version) => { const entry = (await cached(stores, [id])).get(id); return typeof entry === 'object' && entry.image.version >= version; },
      'live events': (version) => stream!.events.some(({ event, data }) => event === 'image' && (data as GalleryImage).id === id && (data as GalleryImage).version >= version),
    };
    const seenAt = async (place: string, look: () => Promise<boolean> | boolean): Promise<[string, number]> => {
      await until(`the change to be seen through ${place}`, look, { everyMs: 1 });
      return [place, Date.now()];
    };

    const seenInPage = async (version: number): Promise<[string, number][]> => {
      await page!.heading(title(version)).waitFor({ timeout: 30_000 });
      return [['page', Date.now()]];
    };

    const delays: Record<string, number[]> = {};
    for (let version = 2; version <= ACTS + 1; version++) {
      const outcome = await together(`version ${version} is made and looked for`, async () => {
        const looking = role === 'actor' ? undefined : role === 'page' ? seenInPage(version) : Promise.all(Object.entries(places).map(([place, look]) => seenAt(place, () => look(version))));
        // It is not made before all are looking for it.
        await rendezvous(`version ${version} is looked for`);
        if (looking !== undefined) return Object.fromEntries(await looking);
        const began = Date.now();
        answered(await desk.edit(id, version - 1, { title: title(version) }), 200);
        return { began };
      }, { pages: page === undefined ? [] : [page.page] });
      const { began, ...seen }: Record<string, number> = Object.assign({}, ...outcome.values) as Record<string, number>;
      for (const [place, at] of Object.entries(seen)) (delays[place] ??= []).push(at - began!);
    }

    // Measured and told, not judged: how long it takes is the machine's affair.
    if (role === 'actor') for (const [place, milliseconds] of Object.entries(delays)) evidence.measured(`from one user's edit until another sees it through ${place}`, milliseconds);
    expect(Object.keys(delays).sort()).toEqual([...Object.keys(places), 'page'].sort());
    await everythingHolds();
    await stream?.close();
    await rendezvous('all have judged');
  });

test('G-21b no reader goes back in time, wherever they look', async ({ users, signIn, gallery, picture, race, changes, readers, target, stores, everythingHolds }) => {
  const [actor, voter, ...others] = await users(2 + readers);
  const { id } = await gallery(actor!).hang(await picture(), { title: title(1) });
  const instances = target.processes.filter(({ kind }) => kind === 'api');
  let done = false;
  /** What each reader has seen. */
  const seen = others.map((): { revision: number; door: number; instance: number }[] => []);
  const revisionsSeen = () => seen.map((own) => new Set(own.map(({ revision }) => revision)).size);
  // Each reader asks another instance each time, and through another door.
  const devices = await Promise.all(others.map(async (reader) => await Promise.all(instances.map((at) => signIn(reader.credentials, { at })))));
  const inList = (images: readonly GalleryImage[]) => images.find((image) => image.id === id)!;
  const doors = [
    async (device: typeof actor) => answered<GalleryImage>(await gallery(device!).image(id), 200),
    async (device: typeof actor) => inList(answered<Images>(await gallery(device!).feed(), 200).images),
    async (device: typeof actor) => answered<{ image: GalleryImage }>(await gallery(device!).favourite(id), 200).image,
    async (device: typeof actor) => inList(answered<Images>(await gallery(device!).search('kestrel'), 200).images),
    async (device: typeof actor) => answered<GalleryImage>(await gallery(device!).changes(id, 0, 1), 200),
  ];

  const outcome = await race([actor!, voter!, ...others], async (user, i) => {
    if (i === 0) {
      try {
        for (let version = 1; version <= changes; version++) answered(await gallery(user).edit(id, version, { title: title(version + 1) }), 200);
        // The voter goes on meanwhile.
        const enough = 2 * doors.length * instances.length;
        await until(() => `every reader to look twice everywhere, ${enough} times, and to meet a change; they have looked ${seen.map((own) => own.length).join(', ')} times and seen ${revisionsSeen().join(', ')} revisions`,
          () => seen.every((own) => own.length >= enough) && revisionsSeen().every((count) => count > 1));
      } finally {
        done = true;
      }
    } else if (i === 1) {
      for (let n = 0; !done; n++) answered(await gallery(user).vote(id, n % 2 === 0 ? 1 : -1), 200);
    } else {
      for (let n = 0; !done; n++) {
        const [door, instance] = [n % doors.length, n % instances.length];
        seen[i - 2]!.push({ revision: (await doors[door]!(devices[i - 2]![instance])).revision, door, instance });
      }
    }
  }, { label: 'change and read', minOverlap: 3 });

  expect(outcome.values, 'everybody got through').toHaveLength(2 + readers);
  for (const [i, own] of seen.entries()) {
    const back = own.flatMap((now, n) => (n > 0 && now.revision < own[n - 1]!.revision ? [{ before: own[n - 1]!, now }] : []));
    expect(back, `${others[i]!.name} never goes back in time`).toEqual([]);
  }
  await everythingHolds();
  expect(await stores.postgres.one('select title from gallery_images where id = $1', [id])).toEqual({ title: title(changes + 1) });
});
