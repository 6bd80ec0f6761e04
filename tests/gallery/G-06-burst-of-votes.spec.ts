import { answered, expect, ImagePage, test as base, type Voted } from './gallery.fixture.js';

const test = base.extend<{ votes: number; rounds: number }>({
  votes: [10, { option: true }],
  rounds: [3, { option: true }],
});

/** What the stores must hold of one user's votes on one image. */
const STORED = `select v.value, v.number, i.up_votes as up, i.down_votes as down, (select count(*)::int from gallery_vote_history where image_id = i.id) as entries
  from gallery_images i left join gallery_votes v on v.image_id = i.id where i.id = $1`;

test('G-06a a burst of votes on one image by one user', { tag: '@quick' }, async ({ users, gallery, picture, volley, votes, rounds, stores, everythingHolds }) => {
  const [ann] = await users(1);
  const { id } = await gallery(ann).hang(await picture());

  const outcome = await volley(Array.from({ length: votes }, () => ann), (_, i) => ({ method: 'PUT', path: `/api/gallery/images/${id}/vote`, json: { value: i % 2 === 0 ? 1 : -1 } }), { label: 'vote up and down', rounds });

  expect(outcome).toHaveStatuses({ 200: votes * rounds });
  const told = outcome.values.map((reply) => answered<Voted>(reply, 200)).sort((a, b) => a.number! - b.number!);
  expect(told.map(({ number }) => number), 'each acknowledged vote took effect at its own turn').toEqual(told.map((_, i) => i + 1));
  const last = told.at(-1)!;
  expect(await stores.postgres.rows(STORED, [id]), 'one vote, the last that took effect').toEqual([{ value: last.vote, number: last.number, up: last.vote === 1 ? 1 : 0, down: last.vote === -1 ? 1 : 0, entries: votes * rounds }]);
  await everythingHolds();
});

test('G-06c one person clicks up, down, up faster than Bazaar answers, in two browsers', async ({ users, gallery, picture, race, stores, everythingHolds }) => {
  const [ann] = await users(1);
  const { id } = await gallery(ann).hang(await picture());
  // No vote leaves its browser before everybody has clicked for the last time.
  let clicking = 2;
  let letGo: () => void;
  const clicked = new Promise<void>((resolve) => { letGo = resolve; });
  const browsers = await Promise.all(['laptop', 'desktop'].map(async (name) => {
    const image = await ImagePage.open(ann, id);
    await image.page.route('**/vote', async (route) => { await clicked; await route.fallback(); });
    return { name, image, pages: [image.page] };
  }));

  const outcome = await race(browsers, async ({ image: { votes, page } }) => {
    const last = page.waitForResponse((response) => response.url().endsWith('/vote') && response.request().postData() === JSON.stringify({ value: -1 }));
    for (const button of [votes.up, votes.down, votes.up, votes.down]) await button.click();
    if (--clicking === 0) letGo();
    await last;
  }, { label: 'click up, down, up, down' });

  expect(outcome.values, 'everybody clicked').toHaveLength(browsers.length);
  await everythingHolds();
  const sent = outcome.operations.map(({ exchanges }) => exchanges.filter(({ method, path }) => method === 'PUT' && path.endsWith('/vote')));
  for (const own of sent) {
    expect(own.length, 'what was clicked meanwhile was sent as what it came to').toBe(2);
    expect(own.every((exchange, i) => i === 0 || exchange.startedAt >= own[i - 1]!.endedAt), 'one after the other: no vote may overtake the one before').toBe(true);
  }
  expect(await stores.postgres.rows(STORED, [id])).toEqual([expect.objectContaining({ value: -1, up: 0, down: 1 })]);
  for (const { image: { votes } } of browsers) {
    await expect(votes.down).toHaveAccessibleName('Vote down: 1');
    await expect(votes.down).toHaveAttribute('aria-pressed', 'true');
    await expect(votes.up).toHaveAccessibleName('Vote up: 0');
    await expect(votes.up).toHaveAttribute('aria-pressed', 'false');
  }
});
