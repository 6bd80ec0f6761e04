import { answered, ensemble, expect, test as base, type GalleryImage, type Voted } from './gallery.fixture.js';

const test = base.extend<{ voters: number; gated: number }>({
  voters: [16, { option: true }],
  gated: [4, { option: true }],
});

/** What the stores must hold of an image: its tally, and the rows that it must be. */
const TALLY = `select i.up_votes as up, i.down_votes as down, (select count(*)::int from gallery_votes where image_id = i.id and value = 1) as up_rows,
  (select count(*)::int from gallery_votes where image_id = i.id and value = -1) as down_rows from gallery_images i where i.id = $1`;

const tallyOf = (up: number, down: number) => ({ up, down, up_rows: up, down_rows: down });

test('G-09a many users vote on one image at once', async ({ users, gallery, picture, volley, voters: count, stores, everythingHolds }) => {
  const voters = await users(count);
  const { id } = await gallery(voters[0]!).hang(await picture());

  const outcome = await volley(voters, (_, i) => ({ method: 'PUT', path: `/api/gallery/images/${id}/vote`, json: { value: i % 4 === 0 ? -1 : 1 } }), { label: 'vote' });

  expect(outcome).toHaveStatuses({ 200: count });
  expect(Math.max(...outcome.values.map((reply) => answered<Voted>(reply, 200).image.upVotes)), 'the newest picture that was told counts all').toBe(count - Math.ceil(count / 4));
  const down = Math.ceil(count / 4);
  await everythingHolds();
  expect(await stores.postgres.one(TALLY, [id]), 'tally = vote rows = acknowledged votes').toEqual(tallyOf(count - down, down));
});

test('G-09b all voters have come to the image before any vote is counted', { tag: '@quick' }, async ({ users, gallery, picture, race, gates, gated, stores, everythingHolds }) => {
  const voters = await users(gated);
  const { id } = await gallery(voters[0]!).hang(await picture());

  const { result: outcome } = await gates.row('gallery_images', { id }).during(() => race(voters, (user) => gallery(user).vote(id, 1), { label: 'vote' }), { waiters: gated });

  expect(outcome).toHaveStatuses({ 200: gated });
  await everythingHolds();
  expect(await stores.postgres.one(TALLY, [id])).toEqual(tallyOf(gated, 0));
});

/** Who votes how, one after the other, each role with users of its own. */
const BALLOTS: Record<string, (1 | -1)[]> = { ann: [1, 1, -1], bob: [1, -1], cat: [-1, -1, 1], dan: [1] };

ensemble('G-09c voters on four machines vote on one image', { roles: Object.keys(BALLOTS) }, async ({ role, users, gallery, picture, agree, together, rendezvous, stores, everythingHolds }) => {
  const ballots = BALLOTS[role]!;
  const voters = await users(ballots.length);
  const { id } = await agree('image', async (): Promise<GalleryImage> => gallery(voters[0]!).hang(await picture()));

  const outcome = await together('vote', async () => {
    const replies = await Promise.all(voters.map((voter, i) => gallery(voter).vote(id, ballots[i]!)));
    return replies.map((reply) => answered<Voted>(reply, 200).vote);
  });

  const acknowledged = outcome.values.flat();
  await everythingHolds();
  expect(await stores.postgres.one(TALLY, [id]), 'tally = vote rows = acknowledged votes').toEqual(tallyOf(acknowledged.filter((vote) => vote === 1).length, acknowledged.filter((vote) => vote === -1).length));
  await rendezvous('all have judged');
});
