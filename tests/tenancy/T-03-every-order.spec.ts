import { lastOnesInEveryOrder } from './last-ones.js';
import { test } from './tenancy.fixture.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });

lastOnesInEveryOrder('T-03f', 'pessimistic');
