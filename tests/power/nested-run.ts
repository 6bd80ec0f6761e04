import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

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
      env: { ...withoutRunner(process.env), PLAYWRIGHT_JSON_OUTPUT_FILE: file, FORCE_COLOR: '0', ...environment },
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

/** What tells a process that it is a worker of a run is not for a run of its own. */
function withoutRunner(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { TEST_WORKER_INDEX: _w, TEST_PARALLEL_INDEX: _p, CONTEND_RUN_ID: _r, PLAYWRIGHT_TEST: _t, ...rest } = environment;
  return rest;
}

function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}
