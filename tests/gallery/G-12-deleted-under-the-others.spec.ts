import { randomUUID } from 'node:crypto';
import { InconclusiveError, type Outcome, type Reply } from '../../fixtures/index.js';
import { answered, ensemble, expect, ImagePage, test as base, VoteButtons } from './gallery.fixture.js';

const test = base.extend<{ rounds: number }>({ rounds: [3, { option: true }] });

/** What was asked of the image after its delete was acknowledged, and answered: a page that goes elsewhere breaks off what it has asked for. */
function afterTheDelete(outcome: Outcome<unknown>, imageId: string) {
  const exchanges = outcome.operations.flatMap(({ user, exchanges: own }) => own.map((exchange) => ({ user, ...exchange })));
  const deleted = exchanges.find(({ method, path, status }) => method === 'DELETE' && /\/images\/[^/]+$/.test(path) && status === 204);
  if (deleted === undefined) throw new InconclusiveError('no delete was acknowledged', 'Look at what the owner was answered.');
  return exchanges.filter(({ startedAt, path }) => startedAt > deleted.endedAt && path.includes(`/gallery/images/${imageId}`)).filter(({ status }) => status !== undefined);
}

ensemble('G-12a the owner deletes an image while others look at it, vote and comment', { roles: ['owner', 'viewer', 'voter', 'commenter'] },
  async ({ role, users, gallery, picture, gather, together, rendezvous, stores, tenantId, everythingHolds }) => {
    const [me] = await users(1);
    const desk = gallery(me);
    const hung = role === 'owner' ? [await desk.hang(await picture(), { title: 'Doomed' }), await desk.hang(await picture(), { title: 'Spared' })].map(({ id }) => id) : null;
    const [doomed, spared] = (await gather('the images', hung)).owner!;
    const page = role === 'owner' || role === 'viewer' ? await ImagePage.open(me, doomed!) : undefined;
    if (role === 'viewer') await page!.commentBox.fill('What a fine pic');
    const until410 = async (ask: () => Promise<Reply>) => {
      const statuses = [];
      do statuses.push((await ask()).status); while (statuses.at(-1)! < 300);
      return statuses;
    };

    await rendezvous('pages are open');
    const outcome = await together('delete, view, vote and comment', async () => {
      if (role === 'owner') {
        // Not before the others are at it: it was voted on, and commented.
        await expect(page!.votes.up).toHaveAccessibleName('Vote up: 1');
        await expect(page!.page.getByRole('main').getByText(/^\d+ comments?$/).first()).not.toHaveText('0 comments');
        await page!.delete();
        await page!.page.waitForURL('**/gallery');
      } else if (role === 'viewer') await page!.gone.waitFor();
      else if (role === 'voter') return await until410(() => desk.vote(doomed!, 1));
      else {
        // Comments are limited to so many a minute: views and favourites between them.
        const between = [() => desk.image(doomed!), () => desk.favourite(doomed!), () => desk.comments(doomed!), () => desk.unfavourite(doomed!)];
        let n = 0;
        return await until410(() => (n++ % 5 === 0 ? desk.comment(doomed!, 'seen', randomUUID()) : between[n % 4]!()));
      }
      return [];
    }, { pages: page === undefined ? [] : [page.page], minOverlap: 3 });

    const [,, votes, comments] = outcome.values;
    for (const statuses of [votes!, comments!]) expect([...new Set(statuses)].filter((status) => status > 201), 'accepted until it is gone, and gone from then on').toEqual([410]);
    for (const { user, method, path, status } of afterTheDelete(outcome, doomed!)) expect(status, `${user}: ${method} ${path} after the acknowledgement`).toBe(410);

    if (role === 'viewer') {
      await expect(page!.page.getByRole('textbox', { name: 'Your unsent comment' }), 'what was being typed is given back').toHaveValue('What a fine pic');
      await page!.page.getByRole('link', { name: 'Back to the gallery' }).click();
      const feed = page!.page.getByRole('list', { name: 'Images', exact: true });
      const votes = new VoteButtons(feed.getByRole('listitem', { name: 'Spared', exact: true }));
      await expect(votes.root).toBeVisible();
      await expect(feed.getByRole('listitem', { name: 'Doomed', exact: true })).toHaveCount(0);
      expect(await votes.voteUp(), 'the page stays usable').toBe(200);
      await expect(votes.up).toHaveAccessibleName('Vote up: 1');
    }
    await rendezvous('the viewer has gone on');
    await everythingHolds();
    expect(await stores.postgres.one('select (select count(*)::int from gallery_gone where image_id = $1) as gone, (select up_votes from gallery_images where id = $2) as votes_on_the_other', [doomed, spared])).toEqual({ gone: 1, votes_on_the_other: 1 });
    const { history } = await stores.postgres.one('select count(*)::int as history from gallery_vote_history h join users u on u.id = h.user_id where u.tenant_id = $1 and h.image_id = $2', [tenantId, doomed]);
    expect(history, 'the voter\'s history keeps what was acknowledged').toBe(votes!.filter((status) => status === 200).length);
    await rendezvous('all have judged');
  });

/** How long one waits for a change at most: far longer than a delete takes. */
const WAIT_SECONDS = 8;

test('G-12b a delete among views, votes, favourites and comments', async ({ users, gallery, picture, race, rounds, stores, everythingHolds }) => {
  const [owner, viewer, voter, fan, commenter] = await users(5);
  const images = await Promise.all(Array.from({ length: rounds }, async () => await gallery(owner).hang(await picture())));
  const acts = [
    (id: string) => gallery(owner).remove(id),
    (id: string) => gallery(viewer).image(id),
    (id: string) => gallery(viewer).changes(id, 1_000_000, WAIT_SECONDS),
    (id: string) => gallery(voter).vote(id, 1),
    (id: string) => gallery(fan).favourite(id),
    (id: string) => gallery(commenter).comment(id, 'Nice'),
  ];

  const outcome = await race([owner, viewer, viewer, voter, fan, commenter], (_, i, round) => acts[i]!(images[round]!.id), { label: 'delete and use', rounds });

  for (const { user, index, round, value, startedAt, endedAt } of outcome.operations) {
    if (index === 0) expect(value!.status, `delete, round ${round}`).toBe(204);
    else if (index === 2) {
      expect(value!.status, 'who waits for changes hears that it is gone').toBe(410);
      expect(endedAt - startedAt, 'and hears at once that it is gone, not when the time is over').toBeLessThan(WAIT_SECONDS * 1000);
    }
    else expect([200, 201, 410], `${user}, round ${round}: ${value!.excerpt}`).toContain(value!.status);
    if (value!.status === 410) expect(value!.json()).toMatchObject({ error: 'image_gone', message: expect.stringMatching(/deleted/) });
  }
  for (const { id } of images) {
    const late = await Promise.all([gallery(viewer).image(id), gallery(owner).file(id), gallery(voter).vote(id, -1), gallery(voter).withdrawVote(id), gallery(fan).favourite(id),
      gallery(commenter).comment(id, 'late'), gallery(commenter).comments(id), gallery(owner).edit(id, 1, { title: 'late' }), gallery(viewer).changes(id, 0, 0), gallery(owner).remove(id)]);
    expect(late.map(({ status }) => status), 'everything about it is gone').toEqual(late.map(() => 410));
  }
  await everythingHolds();
  expect(await stores.postgres.one('select count(*)::int as gone from gallery_gone where image_id = any ($1)', [images.map(({ id }) => id)])).toEqual({ gone: rounds });
});

test('G-12c a delete, a vote, a favourite and a comment all come to the image at once', { tag: '@quick' }, async ({ users, gallery, picture, race, gates, everythingHolds }) => {
  const [owner, voter, fan, commenter] = await users(4);
  const { id } = await gallery(owner).hang(await picture());
  const acts = [() => gallery(owner).remove(id), () => gallery(voter).vote(id, 1), () => gallery(fan).favourite(id), () => gallery(commenter).comment(id, 'Nice')];

  const { result: outcome } = await gates.row('gallery_images', { id }).during(() => race([owner, voter, fan, commenter], (_, i) => acts[i]!(), { label: 'delete and use' }), { waiters: acts.length });

  const [removed, ...others] = outcome.values.map((reply) => reply.status);
  expect(removed, 'the delete waits its turn').toBe(204);
  for (const status of others) expect([200, 201, 410]).toContain(status);
  answered(await gallery(voter).image(id), 410);
  await everythingHolds();
});
