import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  fullyParallel: true,
  workers: 4,
  retries: Number(process.env.SAMPLE_RETRIES ?? 0),
  outputDir: `${process.env.SAMPLE_RESULTS}/artifacts`,
  reporter: [
    ['../../../../fixtures/report/contend-reporter.ts', { outputFolder: process.env.SAMPLE_RESULTS }],
    ['json', { outputFile: `${process.env.SAMPLE_RESULTS}/playwright.json` }],
    ...(process.env.SAMPLE_BLOB ? [['blob', { outputDir: `${process.env.SAMPLE_RESULTS}/blob` }] as const] : []),
  ],
  projects: [{ name: 'sample', workers: process.env.SAMPLE_PROJECT_WORKERS ? Number(process.env.SAMPLE_PROJECT_WORKERS) : undefined }],
});
