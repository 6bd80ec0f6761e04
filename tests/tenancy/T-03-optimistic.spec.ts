import { lastOnes } from './last-ones.js';
import { test } from './tenancy.fixture.js';

// Those who lose a conflict go on until they have won or lost the stock: how often is not what this is about.
test.use({ deployment: { instances: 3, workers: 0, settings: { STOCK_STRATEGY: 'optimistic', CONFLICT_ATTEMPTS: '100' } } });

lastOnes('T-03b', 'optimistic');
