import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  fullyParallel: true,
  workers: 4,
  retries: Number(process.env.SAMPLE_RETRIES ?? 0),
  reporter: [['../../../../fixtures/report/contend-reporter.ts', { outputFolder: process.env.SAMPLE_RESULTS }], ['json', { outputFile: `${process.env.SAMPLE_RESULTS}/playwright.json` }]],
  projects: [{ name: 'sample', workers: process.env.SAMPLE_PROJECT_WORKERS ? Number(process.env.SAMPLE_PROJECT_WORKERS) : undefined }],
});
