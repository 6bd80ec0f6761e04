import type { Queryable } from './postgres.js';

export type LedgerAccount = 'clearing' | 'sales' | 'refunds' | 'receivable' | 'subscriptions' | 'tickets';

export interface LedgerTransfer {
  /** Of what caused it: a payment operation, a charge. */
  id: string;
  what: 'capture' | 'refund' | 'subscription' | 'tickets';
  debit: LedgerAccount;
  credit: LedgerAccount;
  /** With two decimals, above zero: `"12.50"`. */
  amount: string;
}

/**
 * Posts an amount from one account to another: transfer, both entries, both balances.
 *
 * Protected by: the locks on the two accounts, taken in the order of their names (they come last but one in a transaction, and all come in this order, so nobody can deadlock here); by
 * one statement for everything else, so that no side is without the other; and by the transfer's key, which is that of its cause: nothing is posted twice.
 *
 * @throws the violation of `ledger_transfers_pkey` when this cause was posted already: whoever posts has made sure that it is the first, under a lock on the cause.
 */
export async function postLedgerTransfer(tx: Queryable, tenantId: string, { id, what, debit, credit, amount }: LedgerTransfer): Promise<void> {
  await tx.query('select 1 from ledger_accounts where name = any($1) order by name for no key update', [[debit, credit]]);
  await tx.query(
    `with transfer as (
       insert into ledger_transfers (tenant_id, id, what, amount) values ($1, $2, $3, $4) returning tenant_id, id, amount
     ), entries as (
       insert into ledger_entries (tenant_id, transfer_id, side, account, amount)
       select tenant_id, id, side, account, amount from transfer, (values ('debit', $5::text), ('credit', $6::text)) as sides (side, account)
     )
     update ledger_accounts set balance = balance + case name when $5 then transfer.amount else -transfer.amount end
     from transfer where ledger_accounts.tenant_id = transfer.tenant_id and name in ($5, $6)`,
    [tenantId, id, what, amount, debit, credit],
  );
}
