import { ensemble, expect, ImagePage, type GalleryImage } from './gallery.fixture.js';

/** Longer than an access token lives, in minutes and seconds. */
const LATER = '20:00';

ensemble('G-07f two people write while their tokens run out', { roles: ['ann', 'bob'] }, async ({ role, users, gallery, picture, agree, together, rendezvous, idOf, stores, everythingHolds }) => {
  const [me] = await users(1);
  const { id } = await agree('image', async (): Promise<GalleryImage> => gallery(me).hang(await picture()));
  const page = await me.open();
  // The clock of this browser: for the page its token will have run out.
  await page.clock.install();
  const image = await ImagePage.openIn(page, id);
  await image.commentBox.fill(`${role} began, `);
  // No comment leaves its browser before it was sent for the second time, by somebody who is impatient.
  let letGo: () => void;
  const clicked = new Promise<void>((resolve) => { letGo = resolve; });
  await page.route('**/comments', async (route) => { await clicked; await route.fallback(); });
  await rendezvous('both are typing');

  const refreshed = page.waitForResponse('**/api/auth/refresh');
  const outcome = await together('vote, go on typing, and send', async () => {
    await page.clock.fastForward(LATER);
    const voted = page.waitForResponse('**/vote');
    await image.votes.up.click();
    await image.commentBox.pressSequentially('went on, ');
    // It was sent with the next token: the page has that now.
    await voted;
    await image.commentBox.pressSequentially('and ended');
    await expect(image.commentBox, 'nothing that was typed is lost').toHaveValue(`${role} began, went on, and ended`);
    await image.sendComment.click();
    // By the keyboard: the button has moved on beneath the mouse, and a locator would not click what is not enabled.
    await image.sendComment.press('Enter');
    letGo();
    await expect(image.confirmedComments.filter({ hasText: `${role} began, went on, and ended` })).toHaveCount(1);
  }, { pages: [page] });

  expect(outcome.values, 'both got through').toHaveLength(2);
  expect((await refreshed).status()).toBe(200);
  for (const { user, exchanges } of outcome.operations) expect(exchanges.map(({ path }) => path), `${user} spans a refresh`).toContain('/api/auth/refresh');
  await everythingHolds();
  const mine = await stores.postgres.rows(`select c.text, v.value from gallery_comments c join gallery_votes v on v.image_id = c.image_id and v.user_id = c.author where c.image_id = $1 and c.author = $2`, [id, await idOf(me)]);
  expect(mine, 'stored once, under who wrote it').toEqual([{ text: `${role} began, went on, and ended`, value: 1 }]);
  await expect(image.votes.up).toHaveAttribute('aria-pressed', 'true');
  await expect(image.commentBox).toHaveValue('');
  await rendezvous('both have judged');
});
