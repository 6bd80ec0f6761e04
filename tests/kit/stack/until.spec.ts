import { expect, test } from '@playwright/test';
import { NotYet, StillMissing, until } from '../../../fixtures/until.js';

test('until returns what the probe saw', async () => {
  let looks = 0;
  expect(await until('the third look', () => (++looks === 3 ? 'seen' : undefined), { everyMs: 1 })).toBe('seen');
  expect(looks).toBe(3);
});

test('until says what was missing when the time ran out', async () => {
  const attempt = until(() => 'the broker (2 of 3 queues are there)', () => false, { deadlineMs: 20, everyMs: 5 });
  await expect(attempt).rejects.toThrow(StillMissing);
  await expect(attempt).rejects.toThrow('waited 20 ms for the broker (2 of 3 queues are there)');
});

test('until lets an error of the probe through at once', async () => {
  await expect(until('anything', () => Promise.reject(new Error('broken probe')))).rejects.toThrow('broken probe');
});

test('until tells the last reason why not yet', async () => {
  let look = 0;
  const attempt = until('the broker', () => { throw new NotYet(`${++look > 0 ? 'some' : 'no'} queues are missing`); }, { deadlineMs: 20, everyMs: 5 });
  await expect(attempt).rejects.toThrow('waited 20 ms for the broker; last seen: some queues are missing');
});

test('until looks the more rarely the longer it waits', async () => {
  let looks = 0;
  await expect(until('anything', () => { looks++; return false; }, { deadlineMs: 2000 })).rejects.toThrow(StillMissing);
  // Every 25 milliseconds it would be eighty.
  expect(looks).toBeLessThan(60);
  expect(looks).toBeGreaterThan(2);
});

test('until waits longer for what comes closer, and no longer than that', async () => {
  let left = 12;
  const closer = () => {
    if (left > 0) throw new NotYet(`${left--} are left`);
    return true;
  };
  expect(await until('all to be done', closer, { deadlineMs: 2000, atMostMs: 60_000, everyMs: 250 }), 'longer than the deadline, with a change in each look').toBe(true);

  await expect(until('all to be done', () => { throw new NotYet('3 are left'); }, { deadlineMs: 20, atMostMs: 60_000, everyMs: 5 })).rejects.toThrow(/^waited \d+ ms, and saw no change in the last 20 ms, for all to be done; last seen: 3 are left$/);

  let look = 0;
  await expect(until('an end', () => { throw new NotYet(`look ${++look}`); }, { deadlineMs: 1000, atMostMs: 1100, everyMs: 100 })).rejects.toThrow(/^waited 1100 ms for an end; last seen: look \d+$/);
});
