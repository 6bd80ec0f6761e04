import { answered, expect, FeedPage, ImagePage, test, type GalleryComment } from './gallery.fixture.js';

test('G-12f what the keyboard is on is deleted by somebody else', { tag: '@quick' }, async ({ users, promote, gallery, picture, race, stores, everythingHolds }) => {
  const [ann, bob] = await users(2);
  await promote(bob, 'moderator');
  for (const title of ['Older', 'Newer']) await gallery(ann).hang(await picture(), { title });
  const { id } = await gallery(ann).hang(await picture(), { title: 'Commented' });
  const [doomed] = [answered<{ comment: GalleryComment }>(await gallery(ann).comment(id, 'Doomed'), 201), answered(await gallery(ann).comment(id, 'Spared'), 201)];
  const { page, comments } = await ImagePage.open(ann, id);
  // Her delete leaves the browser when his is acknowledged.
  let [asks, letGo] = [() => {}, () => {}];
  const asked = new Promise<void>((resolve) => { asks = resolve; });
  const removed = new Promise<void>((resolve) => { letGo = resolve; });
  await page.route('**/comments/*', async (route) => { asks(); await removed; await route.fallback(); });

  const outcome = await race([{ name: ann.name, pages: [page] }, bob], async (_, i) => {
    if (i === 0) {
      const answer = page.waitForResponse('**/comments/*');
      await comments.filter({ hasText: 'Doomed' }).getByRole('button', { name: 'Delete comment' }).press('Enter');
      return (await answer).status();
    }
    await asked;
    return (await gallery(bob).removeComment(doomed.comment.id).finally(letGo)).status;
  }, { label: 'delete one comment' });

  expect(outcome.values, 'his was first').toEqual([404, 204]);
  await expect(comments).toHaveCount(1);
  await expect(comments.filter({ hasText: 'Spared' }), 'the keyboard goes on at the next comment').toBeFocused();
  await expect(page.getByRole('alert'), 'what she wanted is so').toHaveCount(0);

  const feed = await FeedPage.openIn(page);
  await feed.image('Newer').getByRole('link').focus();
  const { images } = answered<{ images: { id: string; title: string }[] }>(await gallery(bob).feed(), 200);
  expect((await gallery(bob).remove(images.find(({ title }) => title === 'Newer')!.id)).status).toBe(204);
  await expect(feed.image('Newer')).toHaveCount(0);
  await expect(feed.image('Older').getByRole('link'), 'the keyboard goes on at the next image').toBeFocused();
  await everythingHolds();
  expect(await stores.postgres.rows('select text from gallery_comments where image_id = $1', [id])).toEqual([{ text: 'Spared' }]);
});
