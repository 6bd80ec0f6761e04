import { mustHold } from '../../../fixtures/contention/explore/exploration.js';
import { Random } from '../wire/random.js';
import { test as example } from './example.fixture.js';
import { expect, test } from './finals.fixture.js';
import { threePrograms } from './programs.js';

const rounds = Number(process.env['CONTEND_ROUNDS'] ?? 2);

for (const seed of [1, 2, 3]) {
  test(`of three operations, too, the reduced walk reaches exactly the final states of the full one (seed ${seed})`, async ({ finals }) => {
    test.setTimeout(rounds * test.info().timeout);
    const random = new Random(seed * 15485863);
    let ends = 0;
    let full = 0;
    let reduced = 0;
    for (let round = 0; round < rounds; round++) {
      const programs = threePrograms(random);
      const everything = await finals(programs, { reduce: false, preemptions: Infinity });
      const less = await finals(programs, { reduce: true, preemptions: Infinity });
      expect([...less.states].sort(), JSON.stringify(programs)).toEqual([...everything.states].sort());
      ends += everything.states.size;
      full += everything.schedules;
      reduced += less.schedules;
    }
    // Orders that all end alike would pass whatever was left out.
    expect(ends).toBeGreaterThan(rounds);
    expect(reduced).toBeLessThan(full);
  });
}

example('three operations are run in all six serial orders first', async ({ walk, post }) => {
  const orders: string[] = [];
  let begun = '';
  const buy = (name: string) => async (): Promise<number> => {
    begun += name;
    return post('/tickets/atomic');
  };
  const exploration = await walk({
    given: async () => { begun = ''; },
    when: { a: buy('a'), b: buy('b'), c: buy('c') }, preemptions: 0,
    then: () => { orders.push(begun); },
  });
  mustHold(exploration);
  expect(exploration.serial).toBe(6);
  expect(orders.slice(0, 6).sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
});
