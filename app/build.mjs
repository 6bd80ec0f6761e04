/**
 * Builds Bazaar: `node build.mjs --out DIR` writes `migrate.js`, `api.js`, `worker.js`, `provider.js`, `migrations/` and, where the page
 * exists, `web/`. Each entry is one file, so that a fresh process reads one file and not the thousand that its packages hold.
 * `--part service` or `--part page` builds one half alone.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { out: { type: 'string' }, part: { type: 'string' } } });
if (!values.out || ![undefined, 'service', 'page'].includes(values.part)) {
  console.error('build.mjs: say where to build to: node build.mjs --out DIR [--part service|page]');
  process.exit(2);
}
const out = resolve(values.out);
const here = import.meta.dirname;
await mkdir(out, { recursive: true });

if (values.part !== 'page') await buildService();
if (values.part !== 'service') await buildPage();

async function buildService() {
  const { build } = await import('esbuild');
  await build({
    entryPoints: ['api', 'worker', 'migrate', 'provider'].map((name) => join(here, 'src', `${name}.ts`)),
    outdir: out,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'linked',
    // Names stay readable in stack traces and profiles; white space is what costs time to read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    // sharp is native code, and is looked for in node_modules above the build.
    external: ['pg-native', 'sharp'],
    // Where this is missing (Node 20), pg constructs a `Response` to find out where it runs, and so loads all of fetch: a third of the start.
    define: { navigator: '{"userAgent":"Node.js"}' },
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
