import type { ProcessInfo } from '../../fixtures/index.js';
import { samplesOf } from '../instance-metrics.js';

/**
 * Why transactions were run again (`version`, `40001`, `40P01`), summed over all instances. Each counts it before the request is answered; the database's own count of deadlocks may come later.
 * @example const { '40P01': deadlocks = 0 } = await retriesOf(target);
 */
export async function retriesOf(target: { processes: readonly ProcessInfo[] }): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { labels, value } of await samplesOf(target, 'bazaar_transaction_retries_total')) {
    const reason = /^reason="(\w+)"$/.exec(labels)![1]!;
    sums[reason] = (sums[reason] ?? 0) + value;
  }
  return sums;
}
