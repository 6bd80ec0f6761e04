import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { countResults } from '../../../fixtures/stack/cli/count.mjs';

const cases: { what: string; stats?: object; errors?: object[]; exitedWell?: boolean; passed: number; failed: number }[] = [
  { what: 'all passed', stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 1 }, passed: 5, failed: 0 },
  { what: 'some failed', stats: { expected: 5, unexpected: 2, flaky: 0, skipped: 0 }, exitedWell: false, passed: 5, failed: 2 },
  { what: 'one passed the second time', stats: { expected: 5, unexpected: 0, flaky: 1, skipped: 0 }, passed: 5, failed: 1 },
  { what: 'none ran', stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 3 }, passed: 0, failed: 1 },
  { what: 'set-up failed', stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, errors: [{}], exitedWell: false, passed: 0, failed: 1 },
  { what: 'the runner failed, but no test', stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 0 }, exitedWell: false, passed: 5, failed: 1 },
  { what: 'no results were written', exitedWell: false, passed: 0, failed: 1 },
];

for (const { what, stats, errors = [], exitedWell = true, passed, failed } of cases) {
  test(`npm test counts ${passed} passed, ${failed} failed when ${what}`, ({}, testInfo) => {
    mkdirSync(testInfo.outputPath(), { recursive: true });
    if (stats) writeFileSync(testInfo.outputPath('results.json'), JSON.stringify({ stats, errors }));
    expect(countResults(testInfo.outputPath('results.json'), exitedWell)).toMatchObject({ passed, failed });
  });
}
