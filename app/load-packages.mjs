/**
 * Loads the packages that `packages.mjs` bundled, with V8's code cache: a process need not parse and compile again what the build has
 * (https://v8.dev/blog/code-caching-for-devs; `cachedData` of `vm.Script` in Node's documentation). It is part of every process, and of the build.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

const bundles = new Map();

/** A package, from the bundle beside this file that holds it. */
export function loadPackage(name, bundle) {
  if (!bundles.has(bundle)) {
    const file = join(import.meta.dirname, 'packages', `${bundle}.cjs`);
    const cache = cacheOf(file);
    // V8 itself refuses a cache that another version of it made, or other flags, and compiles as if there were none.
    bundles.set(bundle, run(compile(file, existsSync(cache) ? readFileSync(cache) : undefined), file));
  }
  return bundles.get(bundle)[name]();
}

export const cacheOf = (file) => file.replace(/cjs$/, 'cache');

export function compile(file, cachedData) {
  // A stack trace shows the name that the cache was made with, and builds are moved: no folder is part of it.
  return new Script(readFileSync(file, 'utf8'), { filename: `packages/${basename(file)}`, cachedData });
}

/** Runs a bundle as the CommonJS module that it is. Returns what it exports: by a package's name, a function that loads it. */
export function run(script, file) {
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}
