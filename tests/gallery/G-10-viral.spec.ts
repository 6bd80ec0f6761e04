import { cached, expect, test as base, type GalleryDesk, type GalleryImage, type Voted } from './gallery.fixture.js';

const test = base.extend<{ people: number; actionsEach: number }>({
  people: [12, { option: true }],
  actionsEach: [12, { option: true }],
});

/** What people do with an image that everybody is looking at; each tells the picture of the image that it was answered, if it was. */
const ACTIONS: ((desk: GalleryDesk, id: string, n: number) => Promise<{ status: number; image: GalleryImage | undefined }>)[] = [
  async (desk, id) => seen(await desk.image(id), (reply) => reply.json<GalleryImage>()),
  async (desk, id, n) => seen(await desk.vote(id, n % 3 === 0 ? -1 : 1), (reply) => reply.json<Voted>().image),
  async (desk, id) => seen(await desk.feed({ limit: 5 }), (reply) => reply.json<{ images: GalleryImage[] }>().images.find((image) => image.id === id)),
  async (desk, id, n) => seen(await desk.comment(id, `comment ${n}`), (reply) => reply.json<{ image: GalleryImage }>().image),
  async (desk, id, n) => seen(n % 2 === 0 ? await desk.favourite(id) : await desk.unfavourite(id), (reply) => reply.json<{ image: GalleryImage }>().image),
  async (desk, id) => seen(await desk.comments(id), () => undefined),
];

function seen(reply: Awaited<ReturnType<GalleryDesk['image']>>, image: (of: typeof reply) => GalleryImage | undefined) {
  return { status: reply.status, image: reply.ok ? image(reply) : undefined };
}

test('G-10a one image goes viral: everybody reads it, votes and comments at once', { tag: '@quick' }, async ({ users, gallery, picture, race, people: count, actionsEach, stores, tenantId, everythingHolds }) => {
  const people = await users(count);
  const { id } = await gallery(people[0]!).hang(await picture());

  const outcome = await race(people, async (user, i) => {
    const told = [];
    for (let n = 0; n < actionsEach; n++) told.push(await ACTIONS[(i + n) % ACTIONS.length]!(gallery(user), id, i + n));
    return told;
  }, { label: 'read, vote, comment, favourite', minOverlap: Math.ceil(count / 2) });

  const told = outcome.values.flat();
  expect(told.filter(({ status }) => ![200, 201, 429].includes(status)), 'no error but 429').toEqual([]);
  for (const [i, own] of outcome.values.entries()) {
    const revisions = own.flatMap(({ image }) => image?.revision ?? []);
    expect(revisions, `${people[i]!.name} never saw an older picture after a newer one`).toEqual([...revisions].sort((a, b) => a - b));
  }
  await everythingHolds();
  const last = await stores.postgres.one<{ revision: number; votes: number; comments: number }>('select revision, up_votes + down_votes as votes, comments from gallery_images where id = $1', [id]);
  expect((await cached(stores, [id])).get(id), 'the cache is part of the story').toMatchObject({ revision: last.revision });
  const comments = outcome.operations.flatMap(({ exchanges }) => exchanges.filter(({ method, path, status }) => method === 'POST' && path.endsWith('/comments') && status === 201));
  expect(last.comments, 'every acknowledged comment is counted').toBe(comments.length);
  const { voters } = await stores.postgres.one('select count(*)::int as voters from gallery_votes v join users u on u.id = v.user_id where v.image_id = $1 and u.tenant_id = $2', [id, tenantId]);
  expect(last.votes, 'everybody has one vote').toBe(voters);
});
