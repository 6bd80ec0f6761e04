import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { nestedEnvironment } from '../../nested-environment.js';

const SHARDS = [1, 2, 3];

/** Runs Playwright on the sample suite; what it writes goes below the test's own folder. */
function playwright(command: string[], results: string, environment: Record<string, string> = {}): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', ...command, '-c', path.join(import.meta.dirname, 'sample')], {
    env: nestedEnvironment({ SAMPLE_RESULTS: results, ...environment }), encoding: 'utf8',
  });
  expect(status, stdout + stderr).toBe(0);
}

/** What the reporter wrote, without the times, which are another run's. */
function reported(results: string) {
  const read = (name: string) => JSON.parse(readFileSync(path.join(results, name), 'utf8')) as { durationMs?: number }[];
  return { scenarios: read('scenarios.json').map(({ durationMs: _, ...rest }) => rest), interactions: read('interactions.json'), comparisons: read('comparisons.json') };
}

test('the merged report of three shards tells of every scenario what a whole run tells of it', () => {
  const [whole, blobs, merged] = ['whole', 'blobs', 'merged'].map((name) => test.info().outputPath(name)) as [string, string, string];
  playwright(['test'], whole);
  mkdirSync(blobs);
  for (const n of SHARDS) {
    const shard = test.info().outputPath(`shard-${n}`);
    playwright(['test', `--shard=${n}/${SHARDS.length}`], shard, { SAMPLE_BLOB: '1' });
    cpSync(path.join(shard, 'blob'), blobs, { recursive: true });
  }
  playwright(['merge-reports', blobs], merged);

  const { scenarios, interactions, comparisons } = reported(merged);
  expect(scenarios).toEqual(reported(whole).scenarios);
  expect(interactions).toEqual(reported(whole).interactions);
  expect(comparisons).toEqual(reported(whole).comparisons);
  expect(comparisons.map((cell) => 'column' in cell && cell.column)).toEqual(['vote × vote', 'vote × withdraw']);
  expect(interactions.map((pair) => 'first' in pair && 'second' in pair && [pair.first, pair.second]), 'by file').toEqual([['read', 'read'], ['read', 'write'], ['write', 'write'], ['vote', 'vote'], ['vote', 'withdraw']]);
  expect(scenarios.map((scenario) => 'id' in scenario && scenario.id), 'none missing, none twice').toEqual(['Z-01', 'Z-02', 'Z-03a', 'Z-03b', 'Z-04']);
  expect(scenarios).toContainEqual(expect.objectContaining({ id: 'Z-03a', users: 3, overlap: 2, spreadMs: 1.5 }));
});
