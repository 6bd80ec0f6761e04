import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { applyPatchFile } from '../../../fixtures/stack/deployment/patch.js';

const source = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`).join('\n') + '\n';

/** An application of one file in the test's own folder, and a patch file beside it. */
function given(folder: string, patch: string): { app: string; file: string } {
  const app = join(folder, 'copy');
  mkdirSync(join(app, 'src'), { recursive: true });
  writeFileSync(join(app, 'src', 'a.ts'), source);
  const file = join(folder, 'flaw.patch');
  writeFileSync(file, patch);
  return { app, file };
}

const twoHunks = `Caught-by: D-04
Reason: lost update

diff --git a/app/src/a.ts b/app/src/a.ts
--- a/app/src/a.ts
+++ b/app/src/a.ts
@@ -2,3 +2,4 @@
 line 2
-line 3
+line three
+line three and a half
 line 4
@@ -10,3 +11,2 @@
 line 10
-line 11
 line 12
`;

test('a patch with a header for people is applied, hunk after hunk', ({}, testInfo) => {
  const { app, file } = given(testInfo.outputPath(), twoHunks);
  applyPatchFile(file, app, 'app');
  expect(readFileSync(join(app, 'src', 'a.ts'), 'utf8')).toBe(source.replace('line 3\n', 'line three\nline three and a half\n').replace('line 11\n', ''));
});

test('paths relative to the application do as well', ({}, testInfo) => {
  const { app, file } = given(testInfo.outputPath(), twoHunks.replaceAll('/app/src/', '/src/'));
  applyPatchFile(file, app, 'app');
  expect(readFileSync(join(app, 'src', 'a.ts'), 'utf8')).toContain('line three');
});

test('files can be added and removed', ({}, testInfo) => {
  const { app, file } = given(testInfo.outputPath(), `--- /dev/null
+++ b/src/new/b.ts
@@ -0,0 +1,1 @@
+export {};
--- a/src/gone.ts
+++ /dev/null
@@ -1,1 +0,0 @@
-old
`);
  writeFileSync(join(app, 'src', 'gone.ts'), 'old\n');
  applyPatchFile(file, app, 'app');
  expect(readFileSync(join(app, 'src', 'new', 'b.ts'), 'utf8')).toBe('export {};\n');
  expect(existsSync(join(app, 'src', 'gone.ts'))).toBe(false);
});

const wrong: { what: string; patch: string; says: RegExp }[] = [
  { what: 'its second hunk no longer fits', patch: twoHunks.replace('-line 11', '-line eleven'), says: /hunk 2 of 2 \(line 10\) does not apply to src\/a\.ts: the application has changed there/ },
  { what: 'the file is gone', patch: twoHunks.replaceAll('a.ts', 'z.ts'), says: /changes src\/z\.ts, which does not exist/ },
  { what: 'the file to be made is there', patch: '--- /dev/null\n+++ b/src/a.ts\n@@ -0,0 +1,1 @@\n+x\n', says: /creates src\/a\.ts, which exists already/ },
  { what: 'it reaches outside', patch: '--- a/../x.ts\n+++ b/../x.ts\n@@ -1,1 +1,1 @@\n-a\n+b\n', says: /\.\.\/x\.ts is outside the application/ },
  { what: 'it is no patch', patch: 'drop the lock\n', says: /expected a unified diff/ },
];

for (const { what, patch, says } of wrong) {
  test(`refused, with a reason: ${what}`, ({}, testInfo) => {
    const { app, file } = given(testInfo.outputPath(), patch);
    expect(() => applyPatchFile(file, app, 'app')).toThrow(says);
    expect(() => applyPatchFile(file, app, 'app')).toThrow(/flaw\.patch: /);
  });
}
