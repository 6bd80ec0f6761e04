import { about, type Invariant } from '../../fixtures/index.js';

/** Double entry: what one account gives, another has; and whatever moved money is in the ledger, once. */
export function ledger(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('every transfer has two sides', `
      select t.id as transfer, t.what, t.amount, array_agg(e.side) as sides from ledger_transfers t left join ledger_entries e on (e.tenant_id, e.transfer_id) = (t.tenant_id, t.id)
        where t.tenant_id = $1 group by t.tenant_id, t.id having count(e.*) <> 2`),
    rows('the balance of an account is the sum of its entries', `
      select * from (select a.name as account, a.balance, coalesce(sum(case e.side when 'debit' then e.amount else -e.amount end), 0) as entries
        from ledger_accounts a left join ledger_entries e on (e.tenant_id, e.account) = (a.tenant_id, a.name) where a.tenant_id = $1 group by a.tenant_id, a.name) x where balance <> entries`),
    rows('all accounts together are zero', 'select sum(balance) as together from ledger_accounts where tenant_id = $1 having sum(balance) <> 0'),
    rows('every capture and refund is one transfer of its amount, and nothing else is', `
      select coalesce(x.id, t.id) as operation, x.kind, x.amount, t.what, t.amount as posted
        from (select * from shop_payment_operations where tenant_id = $1 and status = 'SUCCEEDED' and kind in ('capture', 'refund')) x
        full join (select * from ledger_transfers where tenant_id = $1 and what in ('capture', 'refund')) t on t.id = x.id and t.what = x.kind and t.amount = x.amount
        where x.id is null or t.id is null`),
  ];
}
