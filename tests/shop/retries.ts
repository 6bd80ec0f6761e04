import type { ProcessInfo } from '../../fixtures/index.js';

/**
 * Why transactions were run again (`version`, `40001`, `40P01`), summed over all instances. Each counts it before the request is answered; the database's own count of deadlocks may come later.
 * @example const { '40P01': deadlocks = 0 } = await retriesOf(target);
 */
export async function retriesOf({ processes }: { processes: readonly ProcessInfo[] }): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { baseURL } of processes.filter(({ kind }) => kind === 'api')) {
    const text = await (await fetch(new URL('/metrics', baseURL))).text();
    for (const [, reason, count] of text.matchAll(/^bazaar_transaction_retries_total\{reason="(\w+)"\} (\d+)/gm)) sums[reason!] = (sums[reason!] ?? 0) + Number(count);
  }
  return sums;
}
