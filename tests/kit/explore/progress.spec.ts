import { expect, test } from '@playwright/test';
import { ProgressLines } from '../../../fixtures/contention/explore/progress.js';

test('a walk says nothing for five seconds, and then how far it is every ten', () => {
  let now = 1000;
  const lines = new ProgressLines('buy against buy', () => now);
  const said: [second: number, line: string][] = [];
  for (let second = 0; second <= 30; second++) {
    now = 1000 + second * 1000;
    const line = lines.line({ done: second * 3, waiting: 12, broken: second > 20 ? 2 : 0, perSecond: 3, preemptions: second < 10 ? 1 : 2, bound: second < 20 ? 2 : Infinity });
    if (line !== undefined) said.push([second, line]);
  }
  expect(said).toEqual([
    [5, 'buy against buy: 15 of 27 schedules known so far, none broken, 3.0 schedules/s, now with one preemption of at most 2, 5 s'],
    [15, 'buy against buy: 45 of 57 schedules known so far, none broken, 3.0 schedules/s, now with two preemptions of at most 2, 15 s'],
    [25, 'buy against buy: 75 of 87 schedules known so far, 2 broken, 3.0 schedules/s, now with two preemptions of any number, 25 s'],
  ]);
});
