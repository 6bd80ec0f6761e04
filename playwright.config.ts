import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests',
  globalSetup: './tests/kit/stack/global-setup.ts',
  workers: 4,
  fullyParallel: true,
  reporter: [['list'], ['json', { outputFile: 'results/playwright.json' }]],
  projects: [
    { name: 'kit', testMatch: 'kit/**/*.spec.ts' },
    { name: 'scenarios', testMatch: 'disputes/**/*.spec.ts' },
  ],
});
