import { defineConfig } from '@playwright/test';
import type { ContendOptions, ContendWorkerOptions } from '../../../../fixtures/index.js';
import { example } from './example.application.js';

const folder = process.env.SAMPLE_RESULTS ?? 'results/sample';

export default defineConfig<ContendOptions, ContendWorkerOptions>({
  testDir: '.',
  globalSetup: './global-setup.ts',
  outputDir: `${folder}/artifacts`,
  workers: 1,
  timeout: 240_000,
  reporter: [['../../../../fixtures/report/contend-reporter.ts', { outputFolder: folder }], ['list'], ['json', { outputFile: `${folder}/playwright.json` }]],
  use: { application: example },
  projects: [{ name: 'sample' }],
});
