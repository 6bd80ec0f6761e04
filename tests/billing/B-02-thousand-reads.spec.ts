import { expect, test as base } from './billing.fixture.js';
import { samplesOf } from '../instance-metrics.js';

const test = base.extend<{ readers: number; times: number; tolerance: { processors: number; time: number }; rounds: number }>({
  readers: [100, { option: true }],
  /** How many times as many reads are then sent at once. */
  times: [10, { option: true }],
  /** What may come on top of linear growth, as a factor: of the instances' processor time, little; of the time that passes, more, since what else the machine does is not theirs. */
  tolerance: [{ processors: 1.25, time: 2 }, { option: true }],
  /** It is too much only when it is too much in each of so many rounds. */
  rounds: [4, { option: true }],
});

test.use({ deployment: { instances: 5, workers: 0 } });

test('B-02 ten times as many read the plans at once', async ({ users, volley, target, readers, times, tolerance, rounds, evidence }) => {
  const crowd = await users(readers);
  const processors = async () => (await samplesOf(target, 'process_cpu_seconds_total')).reduce((sum, { value }) => sum + value, 0);

  /** Reads so many at once, so often. @returns milliseconds: those of the instances' processors, and those that passed. */
  const read = async (at: number, bursts: number, label: string) => {
    const before = await processors();
    const passed: number[] = [];
    for (let i = 0; i < bursts; i++) {
      const outcome = await volley(Array.from({ length: at }, (_, n) => crowd[n % readers]!), () => ({ method: 'GET', path: '/api/billing/plans' }), { label, timeoutMs: 120_000 });
      expect(outcome, 'everybody is served').toHaveStatuses({ 200: at });
      expect(outcome.instances, 'all instances took part').toHaveLength(5);
      passed.push(outcome.durationMs);
    }
    evidence.measured(`${at} reads`, passed);
    return { processors: (await processors() - before) * 1000, time: passed.reduce((sum, ms) => sum + ms, 0) };
  };
  await read(readers, 1, 'warm up');

  // As many reads as the large burst, half before it and half after, so that what becomes faster or slower meanwhile falls to both.
  const ratios = { processors: [] as number[], time: [] as number[] };
  const tooMuch = (what: keyof typeof ratios) => ratios[what].every((ratio) => ratio > tolerance[what]);
  do {
    const [early, many, late] = [await read(readers, times / 2, 'few'), await read(readers * times, 1, 'many'), await read(readers, times / 2, 'few')];
    for (const what of ['processors', 'time'] as const) ratios[what].push(many[what] / (early[what] + late[what]));
  } while (ratios.time.length < rounds && (tooMuch('processors') || tooMuch('time')));

  for (const what of ['processors', 'time'] as const) {
    const told = ratios[what].map((ratio) => ratio.toFixed(2)).join(', ');
    expect(Math.min(...ratios[what]), `no worse than linear: ${what} for ${times} times as many reads, by that of as many reads in ${times} bursts; in the rounds: ${told}`).toBeLessThanOrEqual(tolerance[what]);
  }
});
