import { answered, expect, ImagePage, test } from './gallery.fixture.js';

test('G-14g a vote that a page shows already meets the switch to maintenance, and is taken back', async ({ users, owner, gallery, picture, race, stores, everythingHolds }) => {
  const [ann] = await users(1);
  const { id } = await gallery(ann).hang(await picture(), { title: 'Wren' });
  answered(await gallery(ann).vote(id, -1), 200);
  const { page, votes } = await ImagePage.open(ann, id);
  // Her vote leaves the browser when the switch is acknowledged.
  let letGo: () => void;
  const switched = new Promise<void>((resolve) => { letGo = resolve; });
  await page.route('**/vote', async (route) => { await switched; await route.fallback(); });
  const refusal = page.getByRole('alert').filter({ hasText: 'Your vote on “Wren” was not counted.' });

  const outcome = await race([{ name: ann.name, pages: [page] }, owner], async (_, i) => {
    if (i === 0) {
      await votes.up.click();
      await refusal.waitFor({ timeout: 30_000 });
      return;
    }
    await expect(votes.up, 'shown before Bazaar has answered').toHaveAccessibleName('Vote up: 1');
    await expect(votes.down).toHaveAccessibleName('Vote down: 0');
    try {
      answered(await gallery(owner).setMaintenance(true), 200);
    } finally {
      letGo();
    }
  }, { label: 'vote and switch' });

  expect(outcome.values).toHaveLength(2);
  await expect(votes.up, 'what was refused is taken back').toHaveAccessibleName('Vote up: 0');
  await expect(votes.up).toHaveAttribute('aria-pressed', 'false');
  await expect(votes.down, 'and what stood before stands again').toHaveAccessibleName('Vote down: 1');
  await expect(votes.down).toHaveAttribute('aria-pressed', 'true');
  await expect(refusal, 'the page says why').toContainText('Bazaar is being maintained');
  await refusal.getByRole('button', { name: 'Dismiss' }).press('Enter');
  await expect(refusal).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 }), 'the keyboard goes on at the head of the page').toBeFocused();
  await everythingHolds();
  const stored = () => stores.postgres.rows('select v.value, i.up_votes as up, i.down_votes as down, (select count(*)::int from gallery_vote_history where image_id = i.id) as entries from gallery_images i join gallery_votes v on v.image_id = i.id where i.id = $1', [id]);
  expect(await stored(), 'refused means nothing stored').toEqual([{ value: -1, up: 0, down: 1, entries: 1 }]);

  answered(await gallery(owner).setMaintenance(false), 200);
  expect(await votes.voteUp(), 'the next vote is accepted').toBe(200);
  await expect(votes.up).toHaveAccessibleName('Vote up: 1');
  await everythingHolds();
  expect(await stored(), 'the page stays usable').toEqual([{ value: 1, up: 1, down: 0, entries: 2 }]);
});
