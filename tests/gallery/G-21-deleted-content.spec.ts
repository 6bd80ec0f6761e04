import { until } from '../../fixtures/index.js';
import { answered, cached, expect, test, type ImageList } from './gallery.fixture.js';
import { PutImages } from './put-images.js';

// Two instances, since the commands of one go over one connection to Redis and keep their order.
test.use({ deployment: { wire: true, instances: 2, workers: 0 } });
test.describe.configure({ mode: 'default' });

test('G-21c a reader is held between Postgres and the cache while the image is deleted', { tag: '@quick' }, async ({ users, signIn, gallery, idOf, race, wire, target, stores, tenantId }) => {
  const [ann, bob] = await users(2);
  const put = new PutImages(stores, tenantId);
  const id = await put.put({ by: await idOf(ann) });
  const [here, there] = target.processes.filter(({ kind }) => kind === 'api');
  const [owner, reader] = [await signIn(ann.credentials, { at: here }), await signIn(bob.credentials, { at: there })];

  // What the reader's instance says to Redis of this image waits, beginning with what may write; the owner's instance goes on.
  const held: { release(): void }[] = [];
  let readers: unknown;
  wire!.redis.listener = {
    arrived: (batch) => {
      const writes = batch.statements.some(({ text }) => text.includes(`gallery:image:${id}`) && !/^(hget|hmget|hgetall|get)\b/i.test(text));
      if (writes) readers ??= batch.link;
      if (writes && batch.link === readers) held.push(batch); else batch.release();
    },
  };
  let release = () => { wire!.redis.listener = undefined; for (const batch of held.splice(0)) batch.release(); };
  try {
    const outcome = await race([reader, owner], async (user, i) => {
      if (i === 0) return await gallery(user).image(id);
      await until('the reader to come from Postgres to the cache', () => held.length > 0);
      const removed = await gallery(user).remove(id);
      // Acknowledged: now the reader goes on, with what it read before.
      release();
      release = () => undefined;
      return removed;
    }, { label: 'read and delete' });

    expect(outcome.values[1]!.status).toBe(204);
    expect([200, 410], 'the read began before the delete').toContain(outcome.values[0]!.status);
  } finally {
    release();
  }
  const entry = (await cached(stores, [id])).get(id);
  expect(entry === undefined || entry === 'gone', 'what the reader brought late is not cached').toBe(true);
  for (const device of [reader, owner]) {
    answered(await gallery(device).image(id), 410);
    expect(answered<ImageList>(await gallery(device).feed(), 200).images).toEqual([]);
    answered(await gallery(device).vote(id, 1), 410);
  }
  expect(await put.offending()).toEqual([]);
});

for (const [id, what] of [['d', 'read'], ['e', 'feed']] as const) {
  test(`G-21${id} every order in which a ${what} and a delete can meet, the cache's statements among them`, async ({ users, signIn, gallery, idOf, explore, target, stores, tenantId }) => {
    const [ann, bob] = await users(2);
    const put = new PutImages(stores, tenantId);
    const uploader = await idOf(ann);
    const [here, there] = target.processes.filter(({ kind }) => kind === 'api');
    const [owner, reader] = [await signIn(ann.credentials, { at: here }), await signIn(bob.credentials, { at: there })];
    let image: string;

    await explore(`${what} against delete`, {
      through: ['postgres', 'redis'],
      given: async () => {
        await put.clear();
        image = await put.put({ by: uploader });
      },
      when: {
        owner: async () => (await gallery(owner).remove(image)).status,
        reader: async () => (what === 'read' ? await gallery(reader).image(image) : await gallery(reader).feed()).status,
      },
      then: async (told) => {
        expect(told.owner).toBe(204);
        expect(what === 'read' ? [200, 410] : [200]).toContain(told.reader);
        // Before anybody reads: who is told that it is gone puts right what the cache holds.
        const wrong = await put.offending();
        expect((await gallery(reader).image(image)).status, 'what is deleted does not come back').toBe(410);
        expect(answered<ImageList>(await gallery(reader).feed(), 200).images).toEqual([]);
        return wrong;
      },
    });
  });
}
