/**
 * Bundles the packages that the processes stand on apart from Bazaar's own code, with a code cache each (see `load-packages.mjs`): they are most
 * of the code, and no change to Bazaar changes them. A package that is not named here becomes part of the process that imports it.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheOf, compile, run } from './load-packages.mjs';

const bundles = {
  common: ['amqplib', 'csv-parse', 'ioredis', 'pg', 'pino', 'prom-client'],
  // What only those need that answer requests.
  http: ['@fastify/cookie', '@fastify/multipart', '@fastify/static', 'fast-jwt', 'fastify', 'image-size', 'typebox'],
};

/** Writes `packages/` below a folder, built with these options of esbuild. */
export async function buildPackages(out, options) {
  const { build } = await import('esbuild');
  for (const [bundle, names] of Object.entries(bundles)) {
    const file = join(out, 'packages', `${bundle}.cjs`);
    await build({
      ...options,
      stdin: { contents: `module.exports={${names.map((name) => `'${name}':()=>require('${name}')`).join()}}`, resolveDir: import.meta.dirname },
      outfile: file,
      format: 'cjs',
      // The wrapper that Node gives a CommonJS module.
      banner: { js: '(function(exports,require,module,__filename,__dirname){' },
      footer: { js: '})' },
      external: ['pg-native'],
      // Where this is missing (Node 20), pg constructs a `Response` to find out where it runs, and so loads all of fetch: a third of the start.
      define: { navigator: '{"userAgent":"Node.js"}' },
    });
    await writeCodeCache(file);
  }
}

/** A cache holds the functions that are compiled when it is made: so those that run while the packages are loaded. */
async function writeCodeCache(file) {
  const script = compile(file);
  for (const load of Object.values(run(script, file))) load();
  await writeFile(cacheOf(file), script.createCachedData());
}

const bundleOf = new Map(Object.entries(bundles).flatMap(([bundle, names]) => names.map((name) => [name, bundle])));

/** A plugin of esbuild: what imports one of these packages loads it from its bundle. */
export const fromBundles = {
  name: 'packages from their bundles',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(${[...bundleOf.keys()].join('|')})$`) }, ({ path }) => ({ path, namespace: 'package' }));
    build.onLoad({ filter: /.*/, namespace: 'package' }, ({ path }) => ({
      contents: `module.exports=require('./load-packages.mjs').loadPackage('${path}','${bundleOf.get(path)}')`,
      resolveDir: import.meta.dirname,
    }));
  },
};
