import { errors, expect, test } from '@playwright/test';
import { Outcome } from '../../../fixtures/contention/outcome.js';
import type { Operation } from '../../../fixtures/contention/operation.js';

function operation(user: string, start: number, end: number, more: Partial<Operation> = {}): Operation {
  return { user, index: 0, round: 0, startedAt: start, endedAt: end, acknowledgement: 'acknowledged', exchanges: [], ...more };
}

const inFlight = (...spans: [number, number][]) => ({ exchanges: spans.map(([startedAt, endedAt]) => ({ method: 'GET', path: '/', startedAt, endedAt })) });

test('overlap is the greatest number of users in flight together', () => {
  const outcome = new Outcome('three', [operation('ann', 0, 10), operation('bob', 5, 15), operation('cat', 12, 20)]);
  expect(outcome.overlap).toBe(2);
  expect(outcome.spreadMs).toBe(12);
});

test('what ends as another starts has not overlapped it', () => {
  expect(new Outcome('turns', [operation('ann', 0, 10), operation('bob', 10, 20)]).overlap).toBe(1);
});

test('a user with several requests at once counts once', () => {
  const outcome = new Outcome('one user', [operation('ann', 0, 10, inFlight([0, 5], [1, 6])), operation('bob', 7, 10, inFlight([7, 9]))]);
  expect(outcome.overlap).toBe(1);
});

test('time an operation spends without a request in flight does not count', () => {
  const outcome = new Outcome('long but apart', [operation('ann', 0, 100, inFlight([0, 10])), operation('bob', 0, 100, inFlight([50, 60]))]);
  expect(outcome.overlap).toBe(1);
  expect(() => outcome.judge()).toThrow(/^inconclusive: long but apart: at most 1 of 2 operations were in flight together, 2 are needed; they started within 50\.0 ms/);
});

test('the round in which users met least decides', () => {
  const outcome = new Outcome('rounds', [operation('ann', 0, 10), operation('bob', 0, 10), operation('ann', 20, 30, { round: 1 }), operation('bob', 31, 40, { round: 1 })]);
  expect(outcome.rounds).toBe(2);
  expect(outcome.overlap).toBe(1);
});

test('outcomes are sorted by what users were told', () => {
  const outcome = new Outcome('told', [operation('ann', 0, 1, { status: 200 }), operation('bob', 0, 1, { status: 409, acknowledgement: 'refused' }), operation('cat', 0, 1, { acknowledgement: 'unknown' })]);
  expect([outcome.acknowledged, outcome.refused, outcome.unknown].map((list) => list.map(({ user }) => user))).toEqual([['ann'], ['bob'], ['cat']]);
  expect(outcome.statuses).toEqual({ 200: 1, 409: 1, none: 1 });
});

test('a page that kept an action waiting is a finding; a request without an answer is an outcome', () => {
  const late = new (errors as unknown as { TimeoutError: typeof Error }).TimeoutError('locator.click: Timeout 30000ms exceeded');
  const both = (...ann: [number, number][]) => new Outcome('late', [operation('ann', 0, 10, { ...inFlight(...ann), error: late }), operation('bob', 5, 15)]);
  expect(() => both().judge()).toThrow(late);
  expect(both([0, 10]).judge().unknown).toEqual([]);
});

test('percentiles are nearest rank', () => {
  const outcome = new Outcome('times', Array.from({ length: 100 }, (_, i) => operation(`u${i}`, 0, i + 1)));
  expect(outcome.percentiles).toEqual({ p50: 50, p95: 95, p99: 99, max: 100 });
});

test('n clean rounds bound the chance of a break to 3/n', () => {
  const rounds = Array.from({ length: 30 }, (_, round) => operation('ann', 0, 1, { round }));
  expect(new Outcome('thirty', rounds).breakChanceBound).toBeCloseTo(0.1);
});
