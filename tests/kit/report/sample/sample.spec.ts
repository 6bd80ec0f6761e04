import { test as base } from '@playwright/test';
import { ensembleOf } from '../../../../fixtures/contention/ensemble.js';

/** A small suite of ensembles and plain scenarios that does nothing: the runner's own behaviour is what its runs show. */
const ensemble = ensembleOf(base);

ensemble('Z-01 three meet', { roles: ['ann', 'bob', 'cat'] }, async () => undefined);
ensemble('Z-02 two meet', { roles: ['dan', 'eve'] }, async () => undefined);
base('Z-03a one half of a scenario', async () => undefined);
base('Z-03b the other half of it', async () => undefined);
base('Z-04 alone', async () => undefined);

if (process.env.SAMPLE_BEFORE_ALL) base.beforeAll(() => undefined);
