import { expect, test } from '@playwright/test';
import { Evidence } from '../../../fixtures/report/evidence.js';

test('what was measured is told by its percentiles', () => {
  const evidence = Evidence.begin();
  evidence.measured('seen in the feed', [30, 10, 20.04]);
  evidence.measured('never seen', []);
  expect(evidence.toString()).toBe('seen in the feed: p50 20, p95 30, max 30 ms (3 times)');
});
