import { seededFaker } from './random.js';

/** What an invoice charges for. */
export interface InvoiceLine { text: string; amount: string }

/** So many months in a row, as invoices name them. */
export function months(count: number, first = '2026-01'): string[] {
  const [year, month] = first.split('-').map(Number) as [number, number];
  return Array.from({ length: count }, (_, i) => {
    const at = year * 12 + month - 1 + i;
    return `${Math.floor(at / 12)}-${String(at % 12 + 1).padStart(2, '0')}`;
  });
}

/**
 * Lines of one invoice.
 * @param seed the same seed makes the same lines
 */
export function invoiceLines(count = 2, seed = 1): InvoiceLine[] {
  const faker = seededFaker(seed);
  return Array.from({ length: count }, () => ({ text: faker.commerce.productName(), amount: faker.finance.amount({ min: 1, max: 900, dec: 2 }) }));
}

/**
 * An address of several lines.
 * @param seed the same seed makes the same address
 */
export function postalAddress(seed: number): string {
  const faker = seededFaker(seed);
  return `${faker.location.streetAddress()}\n${faker.location.zipCode()} ${faker.location.city()}`;
}
