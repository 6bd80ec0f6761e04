import { until } from '../../fixtures/index.js';
import { sampleImages } from '../../data/images.js';
import { answered, expect, imagesAreAcknowledged, test as base, type VoteEntry, type Voted } from './gallery.fixture.js';

const test = base.extend<{ images: number; voters: number; votesEach: number; uploads: number; pageSize: number }>({
  images: [4, { option: true }],
  voters: [3, { option: true }],
  votesEach: [12, { option: true }],
  uploads: [6, { option: true }],
  pageSize: [5, { option: true }],
});

test('G-04 one person uploads and votes on several devices while another reads the vote history', async ({ users, signIn, gallery, race, images: count, voters, votesEach, uploads, pageSize, tenantId, everythingHolds }) => {
  const [ann] = await users(1);
  const device = () => signIn(ann.credentials);
  const [reader, uploader] = [await device(), await device()];
  const voting = [ann, ...await Promise.all(Array.from({ length: voters - 1 }, device))];
  const pictures = await sampleImages(count + uploads);
  const images = await Promise.all(pictures.slice(0, count).map((picture) => gallery(ann).hang(picture)));
  const votes: Voted[] = [];
  const uploaded: string[] = [];
  let working = voters + 1;
  const readings: VoteEntry[][] = [];
  // The last vote and the last upload of everybody wait for it: so the history is read while votes and uploads are under way, for certain.
  const readMeanwhile = () => until('the history to be read with some votes in it', () => readings.some((entries) => entries.length > 0));

  const outcome = await race([...voting, reader, uploader], async (user) => {
    if (user === reader) {
      while (working > 0) readings.push(await gallery(user).voteHistory(pageSize));
      return;
    }
    try {
      if (user === uploader) {
        for (const picture of pictures.slice(count)) {
          if (uploaded.length === uploads - 1) await readMeanwhile();
          uploaded.push((await gallery(user).hand(picture)).id);
        }
      } else {
        const own = voting.indexOf(user);
        for (let i = 0; i < votesEach; i++) {
          if (i === votesEach - 1) await readMeanwhile();
          votes.push(answered<Voted>(await gallery(user).vote(images[(own + i) % count]!.id, (own + i) % 2 === 0 ? 1 : -1), 200));
        }
      }
    } finally {
      working--;
    }
  }, { label: 'vote, upload, read the history', minOverlap: voters });

  expect(outcome.values, 'everybody got through').toHaveLength(voters + 2);
  const history = await gallery(ann).voteHistory();
  const told = votes.sort((a, b) => a.number! - b.number!).map(({ number, vote, image }) => ({ number, imageId: image.id, value: vote }));
  expect(history.map(({ number, imageId, value }) => ({ number, imageId, value })), 'the history is what the voters were told, in the order of the numbers').toEqual(told);
  for (const entries of readings) expect(entries, 'what is read at any moment is the beginning of the history, without a gap').toEqual(history.slice(0, entries.length));
  const lengths = readings.map((entries) => entries.length);
  expect(lengths, 'and never less than before').toEqual([...lengths].sort((a, b) => a - b));
  await everythingHolds({ also: [imagesAreAcknowledged(tenantId, [...images.map(({ id }) => id), ...uploaded])] });
});
