import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from '@playwright/test';
import { plain } from '../../fixtures/report/plain.js';
import { nestedEnvironment } from '../nested-environment.js';

/** What became of the tests of a nested run. */
export interface NestedResult {
  /** Tests that ran, by title. */
  tests: { title: string; /** Which of the run's repetitions it belongs to, from 0. */ round: number; passed: boolean; status: string; errors: string[]; /** Why it was skipped. */ reason: string | undefined }[];
  /** What the run printed; for messages when nothing ran. */
  output: string;
}

interface JsonSuite {
  suites?: JsonSuite[];
  specs?: { title: string; tests: { status: string; annotations: { type: string; description?: string }[]; results: { status: string; errors: { message?: string }[] }[] }[] }[];
}

/**
 * Runs the suite in a runner of its own, on the stack that is already up.
 * @param args arguments for `playwright test`
 * @param environment laid over this process's
 */
export async function nestedRun(args: readonly string[], environment: Record<string, string> = {}): Promise<NestedResult> {
  // In the test's own folder: should this run be killed, the next one clears it away.
  const scratch = test.info().outputPath('nested');
  mkdirSync(scratch, { recursive: true });
  try {
    const file = path.join(scratch, 'results.json');
    const child = spawn(process.execPath, [path.resolve('node_modules/@playwright/test/cli.js'), 'test', '--reporter=json', `--output=${path.join(scratch, 'artifacts')}`, '--trace=off', ...args], {
      env: nestedEnvironment({ PLAYWRIGHT_JSON_OUTPUT_FILE: file, ...environment }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    await new Promise<void>((resolve, reject) => { child.on('close', () => resolve()); child.on('error', reject); });
    return { tests: testsOf(read(file, output)), output };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function read(file: string, output: string): JsonSuite {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JsonSuite;
  } catch (cause) {
    throw new Error(`the nested run wrote no results; it printed:\n${output.slice(-4000)}`, { cause });
  }
}

function testsOf(suite: JsonSuite): NestedResult['tests'] {
  return [
    ...(suite.suites ?? []).flatMap(testsOf),
    // A spec's tests are its repetitions, in order, for a nested run has one project.
    ...(suite.specs ?? []).flatMap(({ title, tests }) => tests.map(({ status, results, annotations }, round) => ({
      title,
      round,
      passed: status === 'expected' || status === 'skipped',
      status: results.at(-1)?.status ?? 'did not run',
      errors: results.flatMap(({ errors }) => errors.map(({ message }) => plain(message ?? ''))),
      reason: annotations.find(({ type }) => type === 'skip')?.description,
    }))),
  ];
}
