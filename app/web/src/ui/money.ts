const amounts = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** As people read it. Amounts are text with two decimals everywhere else: they are never numbers that could round. */
export const money = (amount: string): string => amounts.format(amount as Intl.StringNumericLiteral);

/** What a person typed, as Bazaar takes it; undefined when it is no amount. */
export function amountOf(typed: string): string | undefined {
  const match = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(typed.trim());
  if (!match) return undefined;
  return `${BigInt(match[1]!)}.${(match[2] ?? '').padEnd(2, '0')}`;
}

export const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));

export const sum = (all: readonly bigint[]): bigint => all.reduce((before, one) => before + one, 0n);

/** Back to an amount; not below zero. */
export const fromCents = (value: bigint): string => `${value / 100n}.${String(value % 100n).padStart(2, '0')}`;
