import { defineConfig } from '@playwright/test';
import type { ContendOptions, ContendWorkerOptions } from './fixtures/index.js';
import { chromiumExecutable } from './fixtures/stack/chromium.js';
import { bazaar } from './tests/bazaar.application.js';
import { authentication } from './tests/bazaar.authentication.js';

const asRoot = process.getuid?.() === 0;

export default defineConfig<ContendOptions, ContendWorkerOptions>({
  testDir: 'tests',
  outputDir: 'results/artifacts',
  globalSetup: './tests/global-setup.ts',
  // Every test in a worker that is free: scenarios do not depend on each other, and the roles of an ensemble must run side by side.
  fullyParallel: true,
  // As many as the largest ensemble has roles; users mostly wait, so more than the processors can be useful.
  workers: 4,
  // A test that passes the second time has found something. Retries would hide it, and tear ensembles apart.
  retries: 0,
  forbidOnly: !!process.env.CI,
  // The last resort: what is awaited has a deadline that says what was missing. A machine that others keep busy can be ten times as slow as this one was a minute ago.
  timeout: 480_000,
  expect: { timeout: 30_000 },
  // First Contend's own reporter: it cleans traces before the others copy them.
  reporter: [
    ['./fixtures/report/contend-reporter.ts', { outputFolder: 'results' }],
    [process.env.CI ? 'line' : 'list'],
    ['json', { outputFile: 'results/playwright.json' }],
    ['html', { outputFolder: 'results/html', open: 'never' }],
    ...(process.env.CONTEND_BLOB ? [['blob', { outputDir: 'results/blob' }] as const] : []),
  ],
  use: {
    application: bazaar,
    authentication,
    // A film strip paints every page all the time. `npm start` and `npm test` do without, and leave the processors to those who contend.
    trace: { mode: 'retain-on-failure', screenshots: process.env.CONTEND_FILM_STRIP !== '0' },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromiumExecutable(),
      // Nothing but the application is asked for anything; root has no sandbox to offer.
      args: ['--disable-background-networking', '--disable-component-update', ...(asRoot ? ['--no-sandbox'] : [])],
    },
  },
  projects: [
    { name: 'kit', testDir: 'tests/kit', testIgnore: '**/sample*/**', timeout: 1_200_000 },
    { name: 'scenarios', testMatch: /tests\/(disputes|gallery|shop|billing|tenancy)\/.*\.spec\.ts/ },
    // Each of its tests runs a whole suite of its own.
    { name: 'power', testDir: 'tests/power', timeout: 1_800_000, workers: 2 },
  ],
});
