import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { nestedEnvironment } from '../../nested-environment.js';

test('a failure shows no password, token, cookie or invite code, in nothing that it writes', () => {
  const folder = test.info().outputPath('run');
  const list = test.info().outputPath('secrets.json');
  const { stdout, stderr, status } = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', '-c', path.join(import.meta.dirname, 'sample-secrets')], {
    env: nestedEnvironment({ SAMPLE_RESULTS: folder, SAMPLE_SECRETS: list }), encoding: 'utf8',
  });
  expect(status, stdout + stderr).toBe(1);
  expect(stdout, 'it failed for the reason it was written for').toContain('the stores break: no store has an address');

  const secrets = JSON.parse(readFileSync(list, 'utf8')) as string[];
  expect(secrets.length).toBeGreaterThan(8);
  const written = [...everything(folder), { name: 'terminal', content: Buffer.from(stdout + stderr) }];
  expect(written.some(({ name }) => name.includes('trace.zip')), 'there is a trace to look into').toBe(true);
  const leaks = written.flatMap(({ name, content }) => secrets.filter((secret) => content.includes(secret)).map((secret) => `${name} holds ${secret.slice(0, 4)}…`));
  expect(leaks).toEqual([]);
});

/** All files below a folder, and what is inside of archives among them. */
function everything(folder: string): { name: string; content: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).flatMap((entry) => {
    const name = path.join(entry.parentPath, entry.name);
    const content = readFileSync(name);
    // The report's page carries its data as an archive in its text.
    const embedded = /data:application\/zip;base64,([A-Za-z0-9+/=]+)/.exec(name.endsWith('.html') ? content.toString('latin1') : '')?.[1];
    return [{ name, content }, ...(name.endsWith('.zip') ? unzip(name, content) : []), ...(embedded === undefined ? [] : unzip(name, Buffer.from(embedded, 'base64')))];
  });
}

function unzip(name: string, archive: Buffer): { name: string; content: Buffer }[] {
  return Object.entries(unzipSync(archive)).map(([inner, content]) => ({ name: `${name}:${inner}`, content: Buffer.from(content) }));
}
