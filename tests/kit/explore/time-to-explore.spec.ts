import { expect, test } from '@playwright/test';
import { timeToExplore } from '../../../fixtures/contention/explorations.js';

test('a test that explores has fifteen minutes, unless it has said how long, or the configuration gives it more', () => {
  const configured = { timeout: 90_000 };
  expect(timeToExplore({ timeout: 90_000, project: configured })).toBe(900_000);
  expect(timeToExplore({ timeout: 40_000, project: configured }), 'its own is shorter').toBe(40_000);
  expect(timeToExplore({ timeout: 0, project: configured }), 'it has none, as under a debugger').toBe(0);
  expect(timeToExplore({ timeout: 0, project: { timeout: 0 } })).toBe(0);
  expect(timeToExplore({ timeout: 1_800_000, project: { timeout: 1_800_000 } })).toBe(1_800_000);
});
