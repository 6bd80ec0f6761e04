import path from 'node:path';
import { expect, test } from '@playwright/test';
import { readFlaws } from './flaw.js';
import { nestedRun } from './nested-run.js';

const root = path.resolve(import.meta.dirname, '../..');

/** How the file of a scenario's tests begins; so the others need not be loaded. */
const SCENARIO = /^[A-Z]+-\d+/;

/** How often in a row each flaw must be caught; more than once shows that it is not by luck. */
const rounds = Number(process.env.CONTEND_FLAW_ROUNDS ?? 1);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`CONTEND_FLAW_ROUNDS says how often each flaw must be caught, as a whole number of at least 1; found '${process.env.CONTEND_FLAW_ROUNDS ?? ''}'`);

/** When no further flaw is begun, in seconds since 1970: for a machine that ends whatever takes too long, and would take the results with it. */
const until = Number(process.env.CONTEND_FLAWS_UNTIL ?? Infinity);
if (Number.isNaN(until)) throw new Error(`CONTEND_FLAWS_UNTIL says when no further flaw is begun, in seconds since 1970, e.g. $(($(date +%s) + 4500)); found '${process.env.CONTEND_FLAWS_UNTIL ?? ''}'`);

/**
 * Proof that the suite can fail: the application is built with a flaw, the scenario that must catch it runs, and it must fail
 * for the reason that the flaw names. A patch that no longer applies is a failure too.
 */
for (const flaw of readFlaws(path.join(import.meta.dirname, 'flaws'), root)) {
  test(`flaw ${flaw.name} is caught by ${flaw.caughtBy}`, async () => {
    test.skip(Date.now() / 1000 > until, 'the time was up: CONTEND_FLAWS_UNTIL');
    test.setTimeout(test.info().timeout * rounds);
    const { tests, output } = await nestedRun(['--project=scenarios', '--grep', `${flaw.caughtBy}\\b`, `tests/${flaw.domain}/${SCENARIO.exec(flaw.caughtBy)?.[0] ?? ''}`, `--repeat-each=${rounds}`], { CONTEND_PATCH: flaw.file });
    test.info().annotations.push({ type: 'flaw', description: flaw.what });
    expect(tests.map(({ title }) => title), `the scenario ran; the run printed:\n${output.slice(-2000)}`).toContainEqual(expect.stringMatching(`^${flaw.caughtBy}`));
    for (let round = 0; round < rounds; round++) {
      const failures = tests.filter((ran) => ran.round === round && !ran.passed).flatMap(({ errors }) => errors);
      const when = rounds > 1 ? `, in round ${round + 1} of ${rounds}` : '';
      expect(failures.length, `${flaw.caughtBy} must fail when ${flaw.what}, and it passed${when}`).toBeGreaterThan(0);
      expect(failures.join('\n\n'), `${flaw.caughtBy} failed, but not for the reason that ${flaw.file} names${when}`).toMatch(flaw.because);
    }
  });
}
