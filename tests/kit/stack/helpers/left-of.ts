import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../../../fixtures/stack/supervisor/identity.js';

/** A process as a run's registry has it. */
export interface Registered { name: string; pid: number; identity: string }

/** Every process that a run has written down. */
export function registered(runFolder: string): Registered[] {
  const file = join(runFolder, 'registry.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Registered & { kind: string }).filter(({ kind }) => kind === 'process');
}

/** Names of those that are still alive. */
export function alive(processes: Registered[]): string[] {
  return processes.filter(({ pid, identity }) => isAlive(pid, identity)).map(({ name }) => name);
}
