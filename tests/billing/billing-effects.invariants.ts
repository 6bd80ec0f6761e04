import { about, invariant, NotYet, StillMissing, until, type Invariant, type Row, type Stores } from '../../fixtures/index.js';

/** The queue that background tasks are announced on, the exchange before it, and where messages go that nobody can handle. */
export const TASKS = { exchange: 'billing', queue: 'billing.tasks', dead: 'billing.tasks.dead' } as const;

/** Every amount was taken from one account and given to another, once. */
export function ledger(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('every transfer has two sides', `
      select t.id, t.what, t.amount, count(e.*)::int as sides from ledger_transfers t left join ledger_entries e on e.tenant_id = t.tenant_id and e.transfer_id = t.id
        where t.tenant_id = $1 group by t.tenant_id, t.id having count(e.*) <> 2`),
    rows('the balance of an account is what was posted to it', `
      select a.name, a.balance, coalesce(sum(case e.side when 'debit' then e.amount else -e.amount end), 0) as posted from ledger_accounts a left join ledger_entries e on e.tenant_id = a.tenant_id and e.account = a.name
        where a.tenant_id = $1 group by a.tenant_id, a.name having a.balance <> coalesce(sum(case e.side when 'debit' then e.amount else -e.amount end), 0)`),
    rows('all accounts together are zero', 'select sum(balance) as balance from ledger_accounts where tenant_id = $1 having sum(balance) <> 0'),
    rows('every charge is one transfer of its amount, and every transfer of billing is a charge', `
      select c.id as charge, c.kind, c.amount, t.id as transfer, t.what, t.amount as posted from (select * from billing_charges where tenant_id = $1) c
        full join (select * from ledger_transfers where tenant_id = $1 and what in ('subscription', 'tickets')) t using (id) where c.amount is distinct from t.amount or c.kind is distinct from t.what`),
  ];
}

/** Every task was done, and took effect once. */
export function tasks(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('every task is done', `select id, kind, subject, status, attempt, worker, error from billing_tasks where tenant_id = $1 and status <> 'DONE'`),
    rows('a statement was written by its task, once, and says what the task says', `
      select t.id as task, t.subject, t.result, count(s.*)::int as statements from billing_tasks t left join billing_statements s on s.tenant_id = t.tenant_id and s.task_id = t.id
        where t.tenant_id = $1 and t.kind = 'statement' and t.status = 'DONE' group by t.tenant_id, t.id
        having count(s.*) <> 1 or min(s.user_id::text) <> t.subject::text or min(s.charged)::text <> t.result->>'charged' or min(s.invoiced)::text <> t.result->>'invoiced'`),
    rows('a task was announced by one message, which was handled when the task was done', `
      select t.id as task, t.kind, t.status, (select count(*)::int from outbox o where o.id = t.message_id) as messages, (select count(*)::int from inbox n where n.message_id = t.message_id) as handled
        from billing_tasks t where t.tenant_id = $1 and ((select count(*) from outbox o where o.id = t.message_id and o.payload->>'taskId' = t.id::text) <> 1
          or (select count(*) from inbox n where n.message_id = t.message_id and n.consumer = '${TASKS.queue}') <> (t.status = 'DONE')::int)`),
    invariant('no task ended among the dead letters', async ({ rabbitmq }) => {
      if (await rabbitmq.ready(TASKS.dead) === 0) return [];
      return (await rabbitmq.peek(TASKS.dead)).map(({ body }) => JSON.parse(body) as { tenantId: string; taskId: string }).filter((message) => message.tenantId === tenantId);
    }),
  ];
}

/** How long a file may be there before its row: somebody else's task may be under way in the same deployment. */
const UNDER_WAY_MS = 30_000;

/** Every invoice has its document, one file of its own, and no file is without an invoice. */
export function documents(tenantId: string): Invariant {
  return invariant('every invoice has the file of its document, and no file is without an invoice', async (stores) => {
    const stored = new Set((await stores.files.list()).map(({ path }) => path));
    const named = await stores.postgres.rows<{ invoice: string; path: string | null }>('select id as invoice, document_path as path from billing_invoices where tenant_id = $1', [tenantId]);
    return [...named.filter(({ path }) => path === null || !stored.has(path)), ...await strays(stores)];
  });
}

/** Files that stay without an invoice. A file's name does not say whose it is, so of the whole deployment. */
async function strays(stores: Stores): Promise<Row[]> {
  let suspects = await withoutInvoice(stores);
  try {
    return await until('the documents to have invoices', async () => {
      if (suspects.length === 0) return [];
      const still = new Set(await withoutInvoice(stores));
      suspects = suspects.filter((path) => still.has(path));
      if (suspects.length > 0) throw new NotYet(suspects.join(', '));
      return [];
    }, { deadlineMs: UNDER_WAY_MS, everyMs: 100 });
  } catch (error) {
    if (!(error instanceof StillMissing)) throw error;
    return suspects.map((path) => ({ path, belongs_to: 'no invoice' }));
  }
}

async function withoutInvoice({ postgres, files }: Stores): Promise<string[]> {
  const stored = (await files.list()).map(({ path }) => path).filter((path) => path.startsWith('invoices/'));
  const known = new Set((await postgres.rows<{ path: string }>('select document_path as path from billing_invoices where document_path is not null')).map(({ path }) => path));
  return stored.filter((path) => !known.has(path));
}
