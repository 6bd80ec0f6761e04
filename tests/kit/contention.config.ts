import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/** Runs the tests of wire, gate and explore alone: `npx playwright test -c tests/kit/contention.config.ts`. They need no deployment. */
export default defineConfig({
  testDir: '.',
  testMatch: ['wire/**/*.spec.ts', 'gate/**/*.spec.ts', 'explore/**/*.spec.ts'],
  // What these run in a runner of its own.
  testIgnore: '**/sample*/**',
  workers: 2,
  timeout: 240_000,
  reporter: 'list',
  use: { launchOptions: { executablePath: ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(file => existsSync(file)), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] } },
  outputDir: '../../test-results/contention',
});
