import { test as base } from '@playwright/test';
import { ensembleOf } from '../../../../fixtures/contention/ensemble.js';
import { attach } from './attach.js';

/** A small suite of ensembles and plain scenarios that does nothing: the runner's own behaviour is what its runs show. */
const ensemble = ensembleOf(base);

ensemble('Z-01 three meet', { roles: ['ann', 'bob', 'cat'] }, async () => undefined);
ensemble('Z-02 two meet', { roles: ['dan', 'eve'] }, async () => undefined);
base('Z-03a one half of a scenario', async ({}, testInfo) => { await attach(testInfo, { contentions: [{ users: 3, overlap: 2, spreadMs: 1.5 }] }); });
base('Z-03b the other half of it', async ({}, testInfo) => { await attach(testInfo, { holds: [{ waiters: 4 }] }); });
base('Z-04 alone', async () => undefined);

base.describe('pairs', () => {
  base.describe.configure({ mode: 'default' });
  for (const label of ['read × read', 'read × write', 'write × write']) {
    base(label, async ({}, testInfo) => { await attach(testInfo, { explorations: [{ label, operations: 2, schedules: 9, broken: 0, verdict: 'held', summary: 'all of them' }] }); });
  }
});

if (process.env.SAMPLE_BEFORE_ALL) base.beforeAll(() => undefined);
