import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { plain } from '../../../fixtures/report/plain.js';
import { addressed, readToken, token } from '../../../fixtures/contention/explore/path.js';
import { nestedEnvironment } from '../../nested-environment.js';

interface Ran {
  code: number | null;
  output: string;
  tests: { title: string; status: string; message: string }[];
}

interface JsonSuite { suites?: JsonSuite[]; specs?: { title: string; tests: { results: { status: string; errors: { message: string }[] }[] }[] }[] }

const testsOf = ({ suites = [], specs = [] }: JsonSuite): Ran['tests'] => [
  ...suites.flatMap(testsOf),
  ...specs.flatMap(({ title, tests }) => tests.flatMap(({ results }) => results.map(({ status, errors }) => ({ title, status, message: errors.map(({ message }) => plain(message)).join('\n') })))),
];

/** Runs a command line of the sample's, as it is printed. */
function run(command: string, environment: Record<string, string> = {}): Ran {
  const folder = test.info().outputPath(`run-${Math.random().toString(36).slice(2)}`);
  const { status: code, stdout, stderr } = spawnSync(command, { shell: true, env: nestedEnvironment({ SAMPLE_RESULTS: folder, ...environment }), encoding: 'utf8' });
  const output = plain(stdout + stderr);
  let tests: Ran['tests'] = [];
  try {
    tests = testsOf(JSON.parse(readFileSync(path.join(folder, 'playwright.json'), 'utf8')) as JsonSuite);
  } catch { /* refused before any test: the output says why */ }
  return { code, output, tests };
}

const CONFIG = 'tests/kit/explore/sample-replay/playwright.config.ts';
const replay = (which: string, environment?: Record<string, string>): Ran => run(`CONTEND_REPLAY=${which} npx playwright test -c ${CONFIG}`, environment);

/** Schedule and reason: what is between the first and the last line of a report. */
const story = (message: string): string => message.slice(message.indexOf('\n'), message.lastIndexOf('  replay: '));


test.describe.serial('a token, from the message to the command line', () => {
  let broken = { title: '', message: '' };
  let found = '';

  test('a broken schedule says by which commands it is replayed, and these break it in the same way, alone', () => {
    const { tests, output } = run(`npx playwright test -c ${CONFIG} --grep "buy against buy$"`);
    expect(tests.map(({ status }) => status), output).toEqual(['failed']);
    broken = tests[0]!;
    found = /--replay (\S+)/.exec(broken.message)?.[1] ?? '';
    const commands = [`npm start -- --replay ${found} -c ${CONFIG}`, `CONTEND_REPLAY=${found} npx playwright test -c ${CONFIG}`];
    expect(broken.message).toContain(`\n  replay: ${commands[0]}\n      or: ${commands[1]}`);
    for (const command of commands) {
      const again = run(command);
      expect(again.tests.map(({ title, status }) => ({ title, status })), again.output).toEqual([{ title: broken.title, status: 'failed' }]);
      expect(story(again.tests[0]!.message)).toBe(story(broken.message));
      expect(again.tests[0]!.message).toMatch(/^Error: broken: in the schedule of the token/);
      expect(again.output).toMatch(/ 1 {2}ann: start\n[^]*ben: commit\n[^]*it broke again\n/);
      expect(again.output, 'one schedule is no verdict on the two operations').not.toContain('every interleaving');
    }
  });

  test('where the program has changed, the step that cannot be followed is named', () => {
    const { tests, output } = replay(found, { SAMPLE_WAY: 'rowLock' });
    expect(tests.map(({ status }) => status), output).toEqual(['failed']);
    expect(tests[0]!.message).toMatch(/^InconclusiveError: inconclusive: the schedule of the token cannot be followed: move \d+ should be ben's, and after "ben: select events for update" the database keeps ben waiting \(possible: ann: update events\); step 5, "ann: select events for update", is not the statement that the token was made with; the program has changed since, so walk every order again\n/);
    expect(output).toContain('it shows nothing');
  });

  test('what does not break any more is said to hold', () => {
    const { code, tests, output } = replay(found, { SAMPLE_TICKETS: '2' });
    expect(tests.map(({ status }) => status), output).toEqual(['passed']);
    expect(output).toContain('it did not break this time: held: the schedule of the token: one schedule, none broken');
    expect(code).toBe(0);
  });

  test('a token that is no token, of no test, or of no exploration is refused in a sentence', () => {
    const [cut, nobody] = [found.slice(0, -1), addressed(token('AB', []), { test: '0000000', exploration: '0000000' })];
    const { of } = readToken(found);
    const elsewhere = addressed(token('AB', []), { test: of!.test, exploration: '0000000' });
    for (const [which, sentence] of [
      [cut, `Error: CONTEND_REPLAY: expected a schedule's token such as x2_A-3.B-2._k2x9p01b4w_01k2j3a, found "${cut}"; copy the whole of it from the report of the broken schedule`],
      [token('AB', []), `Error: CONTEND_REPLAY: the token ${token('AB', [])} does not say of which test it is`],
      [nobody, `Error: CONTEND_REPLAY: the token ${nobody} is of none of the 3 tests that were chosen: choose all`],
      [elsewhere, 'Error: CONTEND_REPLAY: the token is of an exploration that this test has not (any more); it has \'buy against buy\''],
    ] as const) {
      const { code, output } = replay(which);
      expect.soft(output).toContain(sentence);
      expect.soft(output, which).not.toMatch(/\d+ passed/);
      expect.soft(code, which).toBe(1);
    }
    const without = run(`node fixtures/stack/cli/contend.mjs start --replay -c ${CONFIG}`);
    expect(without.output).toContain('--replay: expected the token of a broken schedule behind it, found none');
    expect(without.code).toBe(1);
  });
});

test('a walk longer than its test says how far it is, and ends in a verdict before the time-out', () => {
  const { tests, output } = run(`npx playwright test -c ${CONFIG} --grep "does not end in time"`);
  expect(tests.map(({ status }) => status), output).toEqual(['failed']);
  expect(tests[0]!.message).toMatch(/^InconclusiveError: inconclusive: stopped after \d+ s, to end before the test's time-out of 40 s \(raise it: test\.setTimeout\): \w+ schedules?, \d+ more known; none of those carried out was broken\n/);
  expect(output).toMatch(/slow against slow: \d+ of \d+ schedules known so far, none broken, [\d.]+ schedules\/s, now with \w+ preemptions? of any number, \d+ s\n/);
});
