import type { Kind } from '../schema.js';
import type { FindingCode } from './report.js';

interface Cell {
  name: string;
  code: FindingCode;
  /** Undefined when the cell is right, else what it should be. */
  check(value: string): string | undefined;
  /** Whether the cell holds free text, which could be a formula. A formula in any other cell is wrong already. */
  text?: true;
}

const reference: Cell = {
  name: 'reference',
  code: 'bad_reference',
  check: (value) => (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value) ? undefined : 'A reference is 1 to 64 letters, digits, dots, dashes or underscores, and starts with a letter or a digit.'),
};
const amount: Cell = {
  name: 'amount',
  code: 'bad_amount',
  check: (value) => (/^\d{1,10}(\.\d{1,2})?$/.test(value) && /[1-9]/.test(value) ? undefined : 'An amount is a positive number below 10000000000 with at most two decimals, such as 12.50.'),
};
const currency: Cell = {
  name: 'currency',
  code: 'bad_currency',
  check: (value) => (/^[A-Z]{3}$/.test(value) ? undefined : 'A currency is three capital letters, such as EUR.'),
};
const reason: Cell = {
  name: 'reason',
  code: 'bad_reason',
  text: true,
  check: (value) => (value.trim() !== '' && value.length <= 500 ? undefined : 'A reason is 1 to 500 characters.'),
};
const status: Cell = {
  name: 'status',
  code: 'bad_status',
  check: (value) => (/^(OPEN|WON|LOST)$/.test(value) ? undefined : 'A status is OPEN, WON or LOST.'),
};

/** The columns of each kind of file, in their order. */
export const COLUMNS: Record<Kind, readonly Cell[]> = {
  create: [reference, amount, currency, reason],
  update: [reference, amount, status],
};

/** A spreadsheet would run such a cell as a formula when the disputes are exported again. */
export const isFormula = (value: string) => /^[=+\-@\t\r]/.test(value);
