/**
 * Builds Bazaar: `node build.mjs --out DIR` writes `migrate.js`, `api.js`, `worker.js`, `provider.js`, the `packages/` that they stand on,
 * `migrations/` and, where the page exists, `web/`. Each entry is one file, so that a fresh process reads a few files and not the thousand that its
 * packages hold. `--part service`, `--part packages` or `--part page` builds that alone.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPackages, fromBundles } from './packages.mjs';

const parts = {
  packages: () => buildPackages(out, options),
  service: buildService,
  page: buildPage,
};
const { values } = parseArgs({ options: { out: { type: 'string' }, part: { type: 'string' } } });
if (!values.out || (values.part !== undefined && !Object.hasOwn(parts, values.part))) {
  console.error(`build.mjs: say where to build to: node build.mjs --out DIR [--part ${Object.keys(parts).join('|')}]`);
  process.exit(2);
}
const out = resolve(values.out);
const here = import.meta.dirname;
/** Of esbuild, for all that runs on Node. */
const options = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  // Names stay readable in stack traces and profiles; white space is what costs time to read.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
};
await mkdir(out, { recursive: true });
for (const [part, build] of Object.entries(parts)) if ([undefined, part].includes(values.part)) await build();

async function buildService() {
  const { build } = await import('esbuild');
  await build({
    ...options,
    entryPoints: ['api', 'worker', 'migrate', 'provider'].map((name) => join(here, 'src', `${name}.ts`)),
    outdir: out,
    format: 'esm',
    plugins: [fromBundles],
    // Native code, and looked for in node_modules above the build.
    external: ['sharp'],
    // Packages written as CommonJS ask for node's own modules with `require`, which an ES module lacks.
    banner: { js: "import{createRequire as bundleRequire}from'node:module';const require=bundleRequire(import.meta.url);" },
  });
  // The entries are ES modules wherever the build is put.
  await writeFile(join(out, 'package.json'), '{ "type": "module" }\n');
  await cp(join(here, 'migrations'), join(out, 'migrations'), { recursive: true });
}

async function buildPage() {
  if (!existsSync(join(here, 'web', 'vite.config.ts'))) return;
  const vite = await import('vite');
  await vite.build({ root: join(here, 'web'), logLevel: 'warn', build: { outDir: join(out, 'web'), emptyOutDir: true } });
}
