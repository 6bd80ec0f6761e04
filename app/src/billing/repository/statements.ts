import type { Queryable } from '../../platform/postgres.js';

export interface Statement {
  charged: string;
  invoiced: string;
}

/**
 * Writes what a customer was charged and invoiced so far (void invoices do not count). Protected by: one statement, so both sums are of one snapshot; and the primary key, by which a task has one statement.
 */
export async function insertStatement(tx: Queryable, tenantId: string, taskId: string, userId: string): Promise<Statement> {
  const { rows } = await tx.query<Statement>(
    `insert into billing_statements (tenant_id, task_id, user_id, charged, invoiced)
     select $1::uuid, $2::uuid, $3::uuid, (select coalesce(sum(amount), 0) from billing_charges where user_id = $3::uuid),
       (select coalesce(sum(total), 0) from billing_invoices where user_id = $3::uuid and status = 'ISSUED')
     returning charged::text as charged, invoiced::text as invoiced`,
    [tenantId, taskId, userId],
  );
  return rows[0]!;
}
