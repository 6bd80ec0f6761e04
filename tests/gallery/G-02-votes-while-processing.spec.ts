import { NotYet, until } from '../../fixtures/index.js';
import { sampleImages } from '../../data/images.js';
import { answered, expect, test as base, type GalleryDesk, type Voted } from './gallery.fixture.js';

const test = base.extend<{ images: number }>({ images: [3, { option: true }] });

// A worker of its own, to be stopped.
test.use({ deployment: { instances: 2, workers: 1 } });

/**
 * Votes again and again until the vote is accepted.
 * @param told called with the first answer, whatever it is
 * @returns the vote, and how often it was refused before
 */
async function voteUntilAccepted(desk: GalleryDesk, id: string, value: 1 | -1, told: () => Promise<void>): Promise<Voted & { refusals: number }> {
  let refusals = 0;
  let first = true;
  return await until(`the vote on ${id} to be accepted`, async () => {
    const reply = await desk.vote(id, value);
    if (first) await told();
    first = false;
    if (reply.status !== 409) return { ...answered<Voted>(reply, 200), refusals };
    expect(reply.json(), 'refused with the documented code').toMatchObject({ error: 'image_not_ready' });
    expect(Number(reply.headers['retry-after']), 'and told when to come back').toBeGreaterThan(0);
    refusals++;
    throw new NotYet('409 image_not_ready');
  }, { everyMs: 10 });
}

test('G-02a votes on images that are still processing', { tag: '@quick' }, async ({ users, signIn, gallery, race, images: count, target, stores, tenantId, everythingHolds }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const devices = [ann, phone];
  const pictures = await sampleImages(count);
  const ids: string[] = [];
  let waiting = 0;

  const outcome = await race(devices, (device, i, round) => voteUntilAccepted(gallery(device), ids[round]!, i === 0 ? 1 : -1, async () => {
    // The worker goes on when both have been told something of an image that it stands still before.
    if (--waiting === 0) await target.resume('worker-1');
  }), {
    label: 'vote until it is accepted', rounds: count, before: async (round) => {
      await target.pause('worker-1');
      waiting = devices.length;
      ids[round] = (await gallery(ann).hand(pictures[round]!)).id;
    },
  });

  for (const { image, refusals } of outcome.values) {
    expect(image.status, 'no vote counts before its image is ready').toBe('READY');
    expect(refusals, 'who votes on an image that nobody has processed is refused').toBeGreaterThan(0);
  }
  await everythingHolds();
  for (const [round, id] of ids.entries()) {
    const votes = outcome.operations.filter((operation) => operation.round === round).map(({ value }) => value!).sort((a, b) => a.number! - b.number!);
    const stored = await stores.postgres.rows('select v.value, v.number, i.up_votes as up, i.down_votes as down from gallery_votes v join gallery_images i on i.id = v.image_id where v.image_id = $1', [id]);
    const last = votes.at(-1)!;
    expect(stored, 'the vote that took effect last is the vote, counted once').toEqual([{ value: last.vote, number: last.number, up: last.vote === 1 ? 1 : 0, down: last.vote === -1 ? 1 : 0 }]);
  }
  const { entries } = await stores.postgres.one('select count(*)::int as entries from gallery_vote_history h join users u on u.id = h.user_id where u.tenant_id = $1', [tenantId]);
  expect(entries, 'what was refused is not in the history').toBe(2 * count);
});
