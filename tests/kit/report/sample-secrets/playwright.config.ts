import { defineConfig } from '@playwright/test';
import type { ContendOptions, ContendWorkerOptions } from '../../../../fixtures/index.js';
import base from '../../../../playwright.config.js';

const folder = process.env.SAMPLE_RESULTS ?? 'results/sample';

/** As the suite itself is configured, with everything it writes in one folder that can be searched. */
export default defineConfig<ContendOptions, ContendWorkerOptions>({
  ...base,
  testDir: '.',
  globalSetup: '../../../global-setup.ts',
  outputDir: `${folder}/artifacts`,
  reporter: [
    ['../../../../fixtures/report/contend-reporter.ts', { outputFolder: folder }],
    ['list'],
    ['json', { outputFile: `${folder}/playwright.json` }],
    ['html', { outputFolder: `${folder}/html`, open: 'never' }],
  ],
  projects: [{ name: 'secrets' }],
});
