import { until } from '../../fixtures/index.js';
import { answered, expect, FeedPage, test } from './gallery.fixture.js';
import { HeldNews } from './held-news.js';

test('G-21f news that come late take nothing back from a page that knows more', async ({ users, gallery, picture, evidence, stores, everythingHolds }) => {
  const [ann, bob] = await users(2);
  const known = await gallery(bob).hang(await picture(), { title: 'Known' });
  const beside = await gallery(bob).hang(await picture(), { title: 'Beside' });
  const page = await ann.open();
  const news = await HeldNews.of(page);
  const feed = await FeedPage.openIn(page);
  const [onKnown, onBeside] = [feed.votes('Known'), feed.votes('Beside')];

  await news.hold();
  evidence.fault('the live news are held back before Ann\'s page');
  for (const { id } of [known, beside]) answered(await gallery(bob).vote(id, 1), 200);
  await until('the news of both votes to come to the browser', async () => await news.has(known.id) && await news.has(beside.id));
  // The answer to her own vote knows of Bob's; the news of it do not know of hers.
  await onKnown.up.click();
  await expect(onKnown.up, 'both votes').toHaveAccessibleName('Vote up: 2');
  await news.releaseTo(beside.id);

  await expect(onBeside.up, 'what is new is shown').toHaveAccessibleName('Vote up: 1');
  // At once, before later news could mend it: those are still held.
  expect(await onKnown.up.getAttribute('aria-label'), 'what is old takes nothing back').toBe('Vote up: 2');
  await news.release();
  await expect(onKnown.up).toHaveAccessibleName('Vote up: 2');
  await expect(onKnown.up).toHaveAttribute('aria-pressed', 'true');
  await everythingHolds();
  expect(await stores.postgres.rows('select title, up_votes as up from gallery_images where id = any ($1) order by title', [[known.id, beside.id]])).toEqual([{ title: 'Beside', up: 1 }, { title: 'Known', up: 2 }]);
});
