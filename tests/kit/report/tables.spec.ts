import { expect, test } from '@playwright/test';
import { comparisonTables } from '../../../fixtures/report/comparisons.js';
import { interactionMatrices } from '../../../fixtures/report/interactions.js';

test('cells of several tests stand side by side, in the order in which rows and columns came', () => {
  const told = comparisonTables([
    { table: 'strategies', row: 'attempts', column: 'pessimistic', text: 'p50 1, max 1' },
    { table: 'strategies', row: 'waits', column: 'pessimistic', text: '12' },
    { table: 'levels', row: 'lost update', column: 'serializable', text: 'in none of 9' },
    { table: 'strategies', row: 'attempts', column: 'optimistic', text: 'p50 2, max 9' },
  ]);
  expect(told.split('\n')).toEqual([
    '  strategies',
    '            pessimistic   optimistic',
    '  attempts  p50 1, max 1  p50 2, max 9',
    '  waits     12',
    '',
    '  levels',
    '               serializable',
    '  lost update  in none of 9',
  ]);
});

test('operations of two domains that have one name are in two matrices', () => {
  const pair = (domain: string, first: string, second: string, broken = 0) => ({ domain, first, second, verdict: broken > 0 ? 'broken' : 'held', schedules: 7, broken, summary: '' });
  const told = interactionMatrices([pair('disputes', 'cancel', 'cancel'), pair('billing', 'cancel', 'subscribe', 2)]);
  expect(told.split('\n')).toEqual([
    '  disputes: every interleaving of two operations on one thing (✓ held, in so many schedules)',
    '            cancel',
    '  cancel    ✓ 7',
    '',
    '  billing: every interleaving of two operations on one thing (✓ held, in so many schedules)',
    '             cancel    subscribe',
    '  cancel               ✗ 2/7',
    '  subscribe',
  ]);
});
