import { type User } from '../../fixtures/index.js';
import { expect, ImagePage, quiet, test as base } from './gallery.fixture.js';

/** How long a token lives: longer than a request and the refresh before it take, also on a busy machine. */
const SECONDS = 8;

const test = base.extend<{ refreshes: number; hangQuickly: (user: User) => Promise<string> }>({
  refreshes: [2, { option: true }],
  /** Hangs an image with one request of the user's, whose token would not live through waiting for it by more of them. */
  hangQuickly: async ({ gallery, picture, stores, tenantId }, use) => {
    await use(async (user) => {
      const sample = await picture();
      await user.session.refresh();
      const { id } = await gallery(user).hand(sample);
      await stores.settled(quiet(tenantId));
      return id;
    });
  },
});

// Tokens that end while users work.
test.use({ deployment: { instances: 2, workers: 1, settings: { ACCESS_TOKEN_SECONDS: String(SECONDS), COMMENTS_PER_MINUTE: '10000' } } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

test('G-07a tokens expire in the middle of operations of two people', async ({ users, hangQuickly, gallery, race, refreshes, stores, everythingHolds }) => {
  const people = await users(2);
  const id = await hangQuickly(people[0]);

  const outcome = await race(people, async (user) => {
    const said: string[] = [];
    for (let renewed = 0; renewed < refreshes;) {
      const text = `${user.name} ${said.length}`;
      const reply = await gallery(user).comment(id, text);
      if (reply.status === 201) said.push(text);
      else {
        expect(reply.status, reply.excerpt).toBe(401);
        expect(reply.json()).toMatchObject({ error: 'token_expired' });
        await user.session.refresh();
        renewed++;
      }
    }
    return said;
  }, { label: 'comment for as long as tokens live, and on' });

  expect(outcome.values, 'both got through').toHaveLength(people.length);
  await everythingHolds();
  for (const [i, user] of people.entries()) {
    const stored = await stores.postgres.rows<{ text: string }>('select c.text from gallery_comments c join users u on u.id = c.author where c.image_id = $1 and u.email = $2 order by c.number', [id, user.credentials.email]);
    expect(stored.map(({ text }) => text), `every comment that ${user.name} was told of is stored once, under their name, and none that was refused`).toEqual(outcome.values[i]);
  }
});

test('G-07e tokens expire in two tabs, in which something is being typed', async ({ users, hangQuickly, race, stores, everythingHolds }) => {
  const [ann] = await users(1);
  const id = await hangQuickly(ann);
  const context = await ann.newContext();
  const tabs = await Promise.all(['first tab', 'second tab'].map(async (name) => {
    const image = await ImagePage.openIn(await context.newPage(), id);
    await image.commentBox.fill(`${name}, begun with one token`);
    return { name, image, pages: [image.page], text: `${name}, begun with one token and sent with another`, refreshed: image.page.waitForResponse('**/api/auth/refresh') };
  }));
  await Promise.all(tabs.map(async ({ image, text, refreshed }) => {
    expect((await refreshed).status()).toBe(200);
    await image.commentBox.pressSequentially(' and sent with another');
    await expect(image.commentBox, 'nothing that was typed is lost').toHaveValue(text);
  }));

  const outcome = await race(tabs, async ({ image, text }) => {
    await image.sendComment.click();
    await expect(image.confirmedComments.filter({ hasText: text })).toHaveCount(1);
  }, { label: 'send', hold: '**/comments' });

  expect(outcome.values, 'both got through').toHaveLength(tabs.length);
  await everythingHolds();
  const stored = await stores.postgres.rows('select text from gallery_comments where image_id = $1 order by text', [id]);
  expect(stored, 'each stored once').toEqual(tabs.map(({ text }) => ({ text })));
  const { live, families } = await stores.postgres.one(`select count(*) filter (where t.spent_at is null)::int as live, count(distinct f.id)::int as families
    from refresh_tokens t join token_families f on f.id = t.family_id join users u on u.id = f.user_id where u.email = $1 and f.revoked_at is null`, [ann.credentials.email]);
  expect(live, 'each sign-in has one live token, however often its tabs have refreshed').toBe(families);
});
