import type { Queryable } from '../../platform/postgres.js';

/** One statement, and so one snapshot: together they are zero. */
export async function readLedger(tx: Queryable): Promise<{ name: string; balance: string }[]> {
  return (await tx.query<{ name: string; balance: string }>('select name, balance::text as balance from ledger_accounts order by name')).rows;
}
