import { expect, test as base } from './billing.fixture.js';

const test = base.extend<{ readers: number; times: number; tolerance: number; rounds: number }>({
  readers: [100, { option: true }],
  /** How many times as many reads are then sent at once. */
  times: [10, { option: true }],
  /** What the machine may add to linear growth: what else it does is not the application's. */
  tolerance: [1.25, { option: true }],
  /** It is too much only when it is too much in each of so many rounds. */
  rounds: [6, { option: true }],
});

test.use({ deployment: { instances: 5, workers: 0 } });

test('B-02 ten times as many read the plans at once', async ({ users, volley, readers, times, tolerance, rounds, evidence }) => {
  test.setTimeout(240_000);
  const crowd = await users(readers);
  const read = async (at: number, label: string) => {
    const outcome = await volley(Array.from({ length: at }, (_, i) => crowd[i % readers]!), () => ({ method: 'GET', path: '/api/billing/plans' }), { label, timeoutMs: 120_000 });
    expect(outcome, 'everybody is served').toHaveStatuses({ 200: at });
    return outcome;
  };
  await read(readers, 'warm up');

  // As many reads as the large burst, half before it and half after, so that what else goes on falls to both.
  const round = async () => {
    const few = [];
    for (let i = 0; i < times / 2; i++) few.push(await read(readers, 'few'));
    const many = await read(readers * times, 'many');
    for (let i = few.length; i < times; i++) few.push(await read(readers, 'few'));
    expect(many.instances, 'all instances took part').toHaveLength(5);
    evidence.measured(`${readers} reads`, few.map(({ durationMs }) => durationMs));
    evidence.measured(`${readers * times} reads`, [many.durationMs]);
    return many.durationMs / few.reduce((sum, { durationMs }) => sum + durationMs, 0);
  };
  // Growth that is worse than linear shows in every round; turns that the machine gave to others, only in those it took them from.
  const ratios: number[] = [];
  while (ratios.length < rounds && !ratios.some((ratio) => ratio <= tolerance)) ratios.push(await round());
  expect(Math.min(...ratios), `time for ${times} times as many reads, by that of as many reads in ${times} bursts; in the rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`).toBeLessThanOrEqual(tolerance);
});
