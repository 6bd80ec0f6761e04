import { seededFaker } from './random.js';

/** A line of a file that creates disputes. */
export interface NewDispute { reference: string; amount: string; currency: string; reason: string }

/** A line of a file that changes disputes. */
export interface DisputeChange { reference: string; amount: string; status: 'OPEN' | 'WON' | 'LOST' }

const REASONS = ['Item never arrived', 'Charged twice', 'Not as described', 'Cancelled, yet charged', 'Card was stolen', 'Wrong amount, "again"', 'Größe passt nicht, 返品'];

/**
 * Disputes with references `<prefix>-000001`, `<prefix>-000002` …
 * @param seed the same seed makes the same disputes
 */
export function newDisputes(count: number, prefix: string, seed = 1): NewDispute[] {
  const faker = seededFaker(seed);
  return Array.from({ length: count }, (_, i) => ({
    reference: `${prefix}-${String(i + 1).padStart(6, '0')}`,
    amount: faker.finance.amount({ min: 1, max: 5000, dec: 2 }),
    currency: faker.helpers.arrayElement(['EUR', 'USD', 'GBP', 'JPY']),
    reason: faker.helpers.arrayElement(REASONS),
  }));
}

/** Changes to disputes that exist, in an order that differs from seed to seed. */
export function disputeChanges(references: readonly string[], seed = 1): DisputeChange[] {
  const faker = seededFaker(seed);
  return faker.helpers.shuffle([...references]).map((reference) => ({
    reference,
    amount: faker.finance.amount({ min: 1, max: 5000, dec: 2 }),
    status: faker.helpers.arrayElement(['OPEN', 'WON', 'LOST'] as const),
  }));
}
