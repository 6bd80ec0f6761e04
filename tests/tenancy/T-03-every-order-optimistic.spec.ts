import { lastOnesInEveryOrder } from './last-ones.js';
import { test } from './tenancy.fixture.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: { STOCK_STRATEGY: 'optimistic' } } });

lastOnesInEveryOrder('T-03g', 'optimistic');
