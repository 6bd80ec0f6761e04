import { InconclusiveError, NotYet, until } from '../../fixtures/index.js';
import { answered, expect, test as base, type GalleryImage } from './gallery.fixture.js';
import { LiveStream } from './live-stream.js';

const test = base.extend<{ cap: number; streams: number; polls: number; quick: number }>({
  /** `LIVE_CONNECTIONS_PER_USER` of the deployment. */
  cap: [20, { option: true }],
  streams: [14, { option: true }],
  polls: [14, { option: true }],
  quick: [10, { option: true }],
});

test('G-17 streams and long polls up to the cap, and quick calls beside them', { tag: '@quick' }, async ({ users, gallery, picture, idOf, race, cap, streams, polls, quick, stores, everythingHolds }) => {
  const [ann, neighbour] = await users(2);
  const { id, revision } = await gallery(ann).hang(await picture());
  const key = `live-connections:${await idOf(ann)}`;
  const held = () => stores.redis.client.zcard(key);
  const opened: LiveStream[] = [];
  const refused: string[] = [];
  let answeredPolls = 0;
  /** What the neighbour was answered while the connections were open, and how many there still were. */
  let [served, stillHeld]: [number[], number] = [[], 0];

  const attempts = streams + polls;
  const outcome = await race([...Array.from({ length: attempts }, () => ann), neighbour], async (user, i) => {
    if (i < streams) {
      const stream = await LiveStream.open(user);
      if (stream.status === 200) opened.push(stream); else refused.push(String(stream.headers['retry-after']));
      return stream.status;
    }
    if (i < attempts) {
      const reply = await gallery(user).changes(id, revision, 25);
      if (reply.status === 429) refused.push(String(reply.headers['retry-after'])); else answeredPolls++;
      return reply.status;
    }
    await until('every connection to be admitted or refused', async () => {
      const open = await held();
      if (open + refused.length < attempts) throw new NotYet(`${open} are held and ${refused.length} refused of ${attempts}`);
      return true;
    });
    const reads = await Promise.all(Array.from({ length: quick }, async (_, n) => (n % 2 === 0 ? await gallery(user).image(id) : await gallery(ann).feed({ limit: 5 })).status));
    stillHeld = await held();
    const writes = await Promise.all(Array.from({ length: quick }, async (_, n) => (await gallery(n % 2 === 0 ? ann : user).comment(id, `Quick ${n}`)).status));
    served = [...reads, ...writes];
    return 200;
  }, { label: 'live connections and quick calls', minOverlap: 2 });

  try {
    expect(refused, 'exactly the cap is admitted, over all instances').toHaveLength(attempts - cap);
    for (const retryAfter of refused) expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(opened.length + answeredPolls).toBe(cap);
    if (opened.length === 0 || answeredPolls === 0) throw new InconclusiveError(`${opened.length} streams and ${answeredPolls} long polls were admitted`, 'Both kinds must be open: change `streams` and `polls`.');
    if (outcome.instances.length < 2) throw new InconclusiveError(`all long polls were at ${outcome.instances.join()}`, 'The cap is over several instances: let the balancer spread them.');
    expect(served, 'quick calls are served beside them').toEqual([...Array<number>(quick).fill(200), ...Array<number>(quick).fill(201)]);
    expect(stillHeld, 'and end none of them').toBe(cap);
    expect(opened.every(({ open }) => open), 'no stream was cut off for them').toBe(true);
    expect(outcome.operations.slice(streams, attempts).map(({ status, value }) => status ?? value).filter((status) => status !== 429), 'each long poll hears of the change').toEqual(Array(answeredPolls).fill(200));
    const comments = 'select count(*)::int as comments from gallery_comments where image_id = $1';
    expect(await stores.postgres.one(comments, [id])).toEqual({ comments: quick });
    for (const stream of opened) {
      await until('the stream to tell of the last comment', () => stream.events.some(({ event, data }) => event === 'image' && (data as GalleryImage).id === id && (data as GalleryImage).comments === quick));
      const revisions = stream.events.filter(({ event }) => event === 'image').map(({ data }) => (data as GalleryImage).revision);
      expect(revisions, 'a stream never goes back').toEqual([...revisions].sort((a, b) => a - b));
    }
    expect(await held(), 'long polls that were answered are given back').toBe(opened.length);
  } finally {
    await Promise.all(opened.map((stream) => stream.close()));
  }

  // What is closed can be opened again.
  await until('the closed connections to be given back', async () => (await held()) === 0);
  const again = await LiveStream.open(ann);
  expect(again.status).toBe(200);
  await again.close();
  answered(await gallery(neighbour).image(id), 200);
  await everythingHolds();
});
