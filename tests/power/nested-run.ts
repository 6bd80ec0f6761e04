import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { plain } from '../../fixtures/report/plain.js';
import { nestedEnvironment } from '../nested-environment.js';

/** What became of the tests of a nested run. */
export interface NestedResult {
  /** Tests that ran, by title. */
  tests: { title: string; passed: boolean; errors: string[] }[];
  /** What the run printed; for messages when nothing ran. */
  output: string;
}

interface JsonSuite { suites?: JsonSuite[]; specs?: { title: string; ok: boolean; tests: { results: { errors: { message?: string }[] }[] }[] }[] }

/**
 * Runs the suite in a runner of its own, on the stack that is already up.
 * @param args arguments for `playwright test`
 * @param environment laid over this process's
 */
export async function nestedRun(args: readonly string[], environment: Record<string, string> = {}): Promise<NestedResult> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'contend-nested-'));
  try {
    const file = path.join(scratch, 'results.json');
    const child = spawn(process.execPath, [path.resolve('node_modules/@playwright/test/cli.js'), 'test', '--reporter=json', `--output=${path.join(scratch, 'artifacts')}`, ...args], {
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
    ...(suite.specs ?? []).map(({ title, ok, tests }) => ({ title, passed: ok, errors: tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors.map(({ message }) => plain(message ?? '')))) })),
  ];
}
