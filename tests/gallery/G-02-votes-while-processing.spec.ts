import { InconclusiveError, NotYet, until } from '../../fixtures/index.js';
import { sampleImages } from '../../data/images.js';
import { answered, expect, test as base, type GalleryDesk, type Voted } from './gallery.fixture.js';

const test = base.extend<{ images: number; pixels: number }>({
  images: [3, { option: true }],
  // Wide and high: large enough that its processing takes longer than a vote.
  pixels: [640, { option: true }],
});

/** Votes again and again until the vote is accepted. @returns the vote, and how often it was refused before. */
async function voteUntilAccepted(desk: GalleryDesk, id: string, value: 1 | -1): Promise<Voted & { refusals: number }> {
  let refusals = 0;
  return await until(`the vote on ${id} to be accepted`, async () => {
    const reply = await desk.vote(id, value);
    if (reply.status !== 409) return { ...answered<Voted>(reply, 200), refusals };
    expect(reply.json(), 'refused with the documented code').toMatchObject({ error: 'image_not_ready' });
    expect(Number(reply.headers['retry-after']), 'and told when to come back').toBeGreaterThan(0);
    refusals++;
    throw new NotYet('409 image_not_ready');
  }, { deadlineMs: 30_000, everyMs: 10 });
}

test('G-02a votes on images that are still processing', async ({ users, signIn, gallery, race, images: count, pixels, stores, tenantId, everythingHolds }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const pictures = await sampleImages(count, 1, { width: pixels, height: pixels });
  const ids: string[] = [];

  const outcome = await race([ann, phone], (device, i, round) => voteUntilAccepted(gallery(device), ids[round]!, i === 0 ? 1 : -1), {
    label: 'vote until it is accepted', rounds: count, before: async (round) => { ids[round] = (await gallery(ann).hand(pictures[round]!)).id; },
  });

  const refusals = outcome.values.reduce((sum, vote) => sum + vote.refusals, 0);
  if (refusals === 0) throw new InconclusiveError('no vote came while its image was still processing', 'Use more or larger images.');
  for (const { image } of outcome.values) expect(image.status, 'no vote counts before its image is ready').toBe('READY');
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
