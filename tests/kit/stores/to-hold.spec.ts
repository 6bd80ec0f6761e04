import { expect as base, test } from '@playwright/test';
import { toHold } from '../../../fixtures/stores/to-hold.js';
import { invariant } from '../../../fixtures/stores/invariant.js';
import { settle } from '../../../fixtures/stores/settle.js';
import type { Stores } from '../../../fixtures/stores/stores.js';

const nowhere = {} as Stores;
const expect = base.extend({ toHold });

test('an invariant that holds passes', async () => {
  await expect(nowhere).toHold(invariant('all is well', async () => []));
});

test('offending rows are shown as a table, under the truth they break', async () => {
  const broken = invariant('a seat is sold once', async () => [{ seat: 'A1', sold: 2 }, { seat: 'B12', sold: 3 }]);
  await base(expect(nowhere).toHold(invariant('all is well', async () => []), broken)).rejects.toThrow(
    ['the stores break: a seat is sold once', '    seat  sold', '    A1    2', '    B12   3', 'what the users did:'].join('\n'));
});

test('secrets in rows are struck out', async () => {
  const leaking = invariant('nothing leaks', async () => [{ url: 'postgres://app:hunter2@127.0.0.1/x' }]);
  await base(expect(nowhere).toHold(leaking)).rejects.toThrow(/postgres:\/\/app:\*\*\*@127/);
});

test('an assertion on nothing is refused', async () => {
  await base(expect(nowhere).toHold()).rejects.toThrow('needs at least one invariant');
});

test('what is still busy is told when time runs out', async () => {
  const busy = { name: 'every job to end', busy: async () => ['job 7 is PROCESSING'] };
  await base(settle(nowhere, [busy], { deadlineMs: 60 })).rejects.toThrow(/^waited \d+ ms, and saw no change in the last 60 ms, for every job to end; last seen: still busy: job 7 is PROCESSING$/);
});

test('conditions must be quiet in one and the same look', async () => {
  // Each is busy again once the other has come to rest, until both have.
  let look = 0;
  const one = { name: 'one', busy: async () => (++look % 2 === 1 && look < 6 ? ['one'] : []) };
  const two = { name: 'two', busy: async () => (look % 2 === 0 && look < 6 ? ['two'] : []) };
  await settle(nowhere, [one, two]);
  base(look).toBeGreaterThanOrEqual(6);
});
