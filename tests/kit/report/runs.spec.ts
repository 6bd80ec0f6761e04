import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { nestedEnvironment } from '../../nested-environment.js';

/** Runs the sample suite in a runner of its own and tells what it said and which tests it ran. */
function runSample(args: readonly string[], environment: Record<string, string> = {}): { code: number | null; output: string; ran: string[] } {
  const results = test.info().outputPath(`results-${args.join('').replace(/\W/g, '')}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', '-c', path.join(import.meta.dirname, 'sample'), ...args], {
    env: nestedEnvironment({ SAMPLE_RESULTS: results, ...environment }), encoding: 'utf8',
  });
  let ran: string[] = [];
  if (status === 0) {
    const report = JSON.parse(readFileSync(path.join(results, 'playwright.json'), 'utf8')) as JsonSuite;
    ran = titles(report);
  }
  return { code: status, output: stdout + stderr, ran };
}

interface JsonSuite { suites?: JsonSuite[]; specs?: { title: string }[] }
function titles(suite: JsonSuite): string[] { return [...(suite.specs ?? []).map(({ title }) => title), ...(suite.suites ?? []).flatMap(titles)].sort(); }

const ALL = ['Z-01 three meet · ann', 'Z-01 three meet · bob', 'Z-01 three meet · cat', 'Z-02 two meet · dan', 'Z-02 two meet · eve', 'Z-03a one half of a scenario', 'Z-03b the other half of it', 'Z-04 alone', 'read × read', 'read × write', 'vote × vote', 'vote × withdraw', 'write × write'];

test('three shards together run every scenario once, whole', () => {
  const shards = [1, 2, 3].map((n) => runSample([`--shard=${n}/3`]).ran);
  expect(shards.flat().sort()).toEqual(ALL);
  for (const shard of shards) expect(shard.length, 'no shard is empty').toBeGreaterThan(0);
  // Tests without an ID stay with those of their file.
  for (const whole of [/^Z-01/, /^Z-02/, /^Z-03/, /^(read|write) × /, /^vote × /]) {
    expect(shards.filter((shard) => shard.some((title) => whole.test(title))), `what matches ${whole.source} is in one shard`).toHaveLength(1);
  }
});

for (const [what, args, environment, sentence] of [
  ['fewer workers than roles', ['--workers=2'], {}, /'Z-01 three meet' has 3 roles that must run at once, and there are 2 workers: start it with --workers=3 or more, or leave it out with --grep-invert Z-01/],
  ['a project with fewer workers', [], { SAMPLE_PROJECT_WORKERS: '2' }, /'Z-01 three meet' has 3 roles that must run at once, and the project 'sample' has workers: 2/],
  ['a choice of some roles', ['--grep', 'ann|bob|Z-04'], {}, /'Z-01 three meet' needs all of its 3 roles at once, and cat is not chosen: choose the whole scenario, e\.g\. --grep Z-01/],
  ['beforeAll in the file', [], { SAMPLE_BEFORE_ALL: '1' }, /'Z-01 three meet' is an ensemble, and .*sample\.spec\.ts has beforeAll or afterAll, which puts several roles into one worker: move the set-up into a fixture/],
  ['retries', [], { SAMPLE_RETRIES: '1' }, /'Z-01 three meet' is an ensemble, and the project 'sample' has retries: 1/],
  ['--shuffle with few workers', ['--shuffle=7', '--workers=3'], {}, /--shuffle tears the roles of ensembles apart, and with 3 workers they could wait for each other forever: leave --shuffle out, or use --workers=4/],
] as const) {
  test(`${what} is refused before any test starts`, () => {
    const { code, output } = runSample(args, environment);
    expect(output).toMatch(sentence);
    expect(code).not.toBe(0);
    expect(output).not.toMatch(/\d+ passed/);
  });
}

test('roles may be spread over machines when the run has been given a meeting', () => {
  expect(runSample(['--grep', 'Z-01.*(ann|bob)'], { CONTEND_MEETING: 'tonight' }).ran).toEqual(ALL.slice(0, 2));
});
