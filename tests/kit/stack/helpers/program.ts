import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../../../fixtures/stack/paths.js';

/** A program of the tests that runs in a process of its own until it is killed, and the one line of JSON it has printed. */
export interface Program<T> { process: ChildProcess; printed: T }

/** Starts one of the TypeScript files beside this one, and waits for its line. Rejects with what it said when it ends before. */
export async function startProgram<T>(file: string, environment: NodeJS.ProcessEnv = process.env): Promise<Program<T>> {
  const child = spawn(process.execPath, ['--import', 'tsx', file], { cwd: projectRoot, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const printed = await new Promise<T>((resolve, reject) => {
    createInterface(child.stdout).once('line', (line) => resolve(JSON.parse(line) as T));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code ?? 'a signal'} before it printed anything: ${complaints}`)));
  });
  return { process: child, printed };
}
