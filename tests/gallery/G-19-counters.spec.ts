import { answered, cached, expect, test as base, type GalleryComment, type GalleryImage } from './gallery.fixture.js';

const test = base.extend<{ people: number; rounds: number; devices: number }>({
  people: [6, { option: true }],
  rounds: [3, { option: true }],
  devices: [4, { option: true }],
});

/** Every counter of an image, in Postgres, in Redis, and counted from its rows. */
const ROWS = `select (select count(*)::int from gallery_votes where image_id = $1 and value = 1) as "upVotes", (select count(*)::int from gallery_votes where image_id = $1 and value = -1) as "downVotes",
  (select count(*)::int from gallery_favourites where image_id = $1) as favourites, (select count(*)::int from gallery_comments where image_id = $1) as comments`;
const COUNTERS = 'select up_votes as "upVotes", down_votes as "downVotes", favourites, comments from gallery_images where id = $1';

test('G-19a votes, favourites and comments come and go on one image', async ({ users, gallery, picture, race, people, rounds, stores, everythingHolds }) => {
  const crowd = await users(people);
  const { id } = await gallery(crowd[0]!).hang(await picture());
  const written = new Map<number, GalleryComment>();

  const outcome = await race(crowd, async (user, i, round) => {
    const desk = gallery(user);
    const before = written.get(i);
    return await Promise.all([
      (i + round) % 3 === 0 ? desk.withdrawVote(id) : desk.vote(id, (i + round) % 2 === 0 ? 1 : -1),
      // Twice: it is a favourite once.
      (i + round) % 4 === 0 ? desk.unfavourite(id) : desk.favourite(id),
      desk.favourite(id),
      desk.comment(id, `Comment ${round}`).then((reply) => { written.set(i, answered<{ comment: GalleryComment }>(reply, 201).comment); return reply; }),
      ...(before === undefined ? [] : [desk.removeComment(before.id)]),
    ]);
  }, { label: 'vote, favourite and comment', rounds });

  expect(new Set(outcome.values.flat().map(({ status }) => status))).toEqual(new Set([200, 201, 204]));
  await everythingHolds();
  const rows = await stores.postgres.one(ROWS, [id]);
  expect(rows.comments, 'each wrote in each round, and took back the one before').toBe(people);
  expect(await stores.postgres.one(COUNTERS, [id])).toEqual(rows);
  answered(await gallery(crowd[0]!).image(id), 200);
  expect((await cached(stores, [id])).get(id), 'Redis counts the same').toMatchObject({ image: rows });
});

test('G-19b one user\'s favourite from several devices has been looked for before any is counted', { tag: '@quick' }, async ({ users, signIn, gallery, picture, race, gates, devices, stores, everythingHolds }) => {
  const [owner, ann] = await users(2);
  const { id } = await gallery(owner).hang(await picture());
  const all = [ann, ...await Promise.all(Array.from({ length: devices - 1 }, () => signIn(ann.credentials)))];

  const on = await gates.row('gallery_images', { id }).during(() => race(all, (device) => gallery(device).favourite(id), { label: 'favourite' }), { waiters: devices });
  expect(on.result).toHaveStatuses({ 200: devices });
  expect(await stores.postgres.one('select i.favourites, (select count(*)::int from gallery_favourites where image_id = i.id) as rows from gallery_images i where id = $1', [id])).toEqual({ favourites: 1, rows: 1 });

  const off = await gates.row('gallery_images', { id }).during(() => race(all, (device) => gallery(device).unfavourite(id), { label: 'no favourite' }), { waiters: devices });
  expect(off.result).toHaveStatuses({ 200: devices });
  expect(answered<GalleryImage>(await gallery(ann).image(id), 200).favourites).toBe(0);
  await everythingHolds();
});

test('G-19c one comment sent several times, and deleted several times', async ({ users, signIn, gallery, picture, race, gates, devices, stores, everythingHolds }) => {
  const [owner, ann] = await users(2);
  const { id } = await gallery(owner).hang(await picture());
  const all = [ann, ...await Promise.all(Array.from({ length: devices - 1 }, () => signIn(ann.credentials)))];
  const key = '00000000-0000-4000-8000-000000000019';

  const { result: sent } = await gates.row('gallery_images', { id }).during(() => race(all, (device) => gallery(device).comment(id, 'Once', key), { label: 'comment' }), { waiters: devices });
  expect(sent, 'one makes it, the others are told of it').toHaveStatuses({ 201: 1, 200: devices - 1 });
  const [comment, ...more] = new Set(sent.values.map((reply) => reply.json<{ comment: GalleryComment }>().comment.id));
  expect(more).toEqual([]);

  const { result: removed } = await gates.row('gallery_images', { id }).during(() => race(all, (device) => gallery(device).removeComment(comment!), { label: 'delete the comment' }), { waiters: devices });
  expect(removed).toHaveStatuses({ 204: 1, 404: devices - 1 });
  await everythingHolds();
  expect(await stores.postgres.one('select comments from gallery_images where id = $1', [id])).toEqual({ comments: 0 });
});
