import { defineConfig } from '@playwright/test';

/** Runs the tests of wire, gate and explore alone: `npx playwright test -c tests/kit/contention.config.ts`. They need no deployment. */
export default defineConfig({
  testDir: '.',
  testMatch: ['wire/**/*.spec.ts', 'gate/**/*.spec.ts', 'explore/**/*.spec.ts'],
  workers: 2,
  timeout: 60_000,
  reporter: 'list',
  outputDir: '../../test-results/contention',
});
