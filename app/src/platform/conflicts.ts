import { Counter } from 'prom-client';
import { sqlState } from './postgres-errors.js';

/** Why a transaction is run again: somebody else changed what it had read, or the database chose it as the victim. */
export type Conflict = 'version' | '40001' | '40P01';

/**
 * What the transaction read without a lock is no longer so (an `UPDATE … WHERE version = <what was read>` found no row): it is rolled back and run again from the
 * start, like one that the database refused. To be thrown inside `work`, which has to read its state anew each time.
 */
export class StaleRead extends Error {}

/** The conflict that this error says was lost, or undefined if running the transaction again would not help. */
export function conflictOf(error: unknown): Conflict | undefined {
  if (error instanceof StaleRead) return 'version';
  const state = sqlState(error);
  return state === '40001' || state === '40P01' ? state : undefined;
}

/** A lock was waited for as long as `lock_timeout` allows. */
export const isLockTimeout = (error: unknown) => sqlState(error) === '55P03';

// Registered where they are served, since a worker serves none.
export const transactionRetries = new Counter({
  name: 'bazaar_transaction_retries_total',
  help: 'Transactions that were run again because they lost a conflict',
  labelNames: ['reason'],
  registers: [],
});
// Shown as 0 until the first.
for (const reason of ['version', '40001', '40P01'] satisfies Conflict[]) transactionRetries.inc({ reason }, 0);
export const lockTimeouts = new Counter({ name: 'bazaar_lock_timeouts_total', help: 'Transactions that gave up waiting for a lock', registers: [] });
