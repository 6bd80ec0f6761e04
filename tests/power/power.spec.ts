import path from 'node:path';
import { expect, test } from '@playwright/test';
import { readFlaws } from './flaw.js';
import { nestedRun } from './nested-run.js';

const root = path.resolve(import.meta.dirname, '../..');

/** How the file of a scenario's tests begins; so the others need not be loaded. */
const SCENARIO = /^[A-Z]+-\d+/;

/**
 * Proof that the suite can fail: the application is built with a flaw, the scenario that must catch it runs, and it must fail
 * for the reason that the flaw names. A patch that no longer applies is a failure too.
 */
for (const flaw of readFlaws(path.join(import.meta.dirname, 'flaws'), root)) {
  test(`flaw ${flaw.name} is caught by ${flaw.caughtBy}`, async () => {
    const { tests, output } = await nestedRun(['--project=scenarios', '--grep', `${flaw.caughtBy}\\b`, `tests/${flaw.domain}/${SCENARIO.exec(flaw.caughtBy)?.[0] ?? ''}`], { CONTEND_PATCH: flaw.file });
    test.info().annotations.push({ type: 'flaw', description: flaw.what });
    expect(tests.map(({ title }) => title), `the scenario ran; the run printed:\n${output.slice(-2000)}`).toContainEqual(expect.stringMatching(`^${flaw.caughtBy}`));
    const failures = tests.filter(({ passed }) => !passed).flatMap(({ errors }) => errors);
    expect(failures.length, `${flaw.caughtBy} must fail when ${flaw.what}, and it passed`).toBeGreaterThan(0);
    expect(failures.join('\n\n'), `${flaw.caughtBy} failed, but not for the reason that ${flaw.file} names`).toMatch(flaw.because);
  });
}
