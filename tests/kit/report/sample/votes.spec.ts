import { test } from '@playwright/test';
import { attach } from './attach.js';

/** Pairs of operations in a second file, which a run in shards puts elsewhere. */
test.describe.configure({ mode: 'default' });
for (const label of ['vote × vote', 'vote × withdraw']) {
  test(label, async ({}, testInfo) => { await attach(testInfo, { explorations: [{ label, operations: 2, schedules: 5, broken: 0, verdict: 'held', summary: 'all of them' }], comparisons: [{ table: 'votes', row: 'schedules', column: label, text: '5' }] }); });
}
