import type { Queryable } from '../../platform/postgres.js';

// What these statements read and write is kept right by nothing but the isolation level of their transaction: none of them locks.

export interface Glance {
  price: string;
  ordered: number;
}

export async function glanceAt(tx: Queryable, productId: string): Promise<Glance | undefined> {
  const { rows } = await tx.query<Glance>(
    'select price::text as price, (select count(*)::integer from shop_order_lines l where l.product_id = p.id) as ordered from shop_products p where p.id = $1',
    [productId],
  );
  return rows[0];
}

export interface Duty {
  userId: string;
  onDuty: boolean;
}

export async function listDuty(tx: Queryable, warehouseId: string): Promise<Duty[]> {
  return (await tx.query<Duty>('select user_id as "userId", on_duty as "onDuty" from shop_duty where warehouse_id = $1 order by user_id', [warehouseId])).rows;
}

export async function setDuty(tx: Queryable, tenantId: string, warehouseId: string, { userId, onDuty }: Duty): Promise<void> {
  await tx.query(
    `insert into shop_duty (tenant_id, warehouse_id, user_id, on_duty) values ($1, $2, $3, $4)
     on conflict (tenant_id, warehouse_id, user_id) do update set on_duty = excluded.on_duty`,
    [tenantId, warehouseId, userId, onDuty],
  );
}

/** Of users, who have no row security. */
export async function isUserOf(tx: Queryable, tenantId: string, userId: string): Promise<boolean> {
  return (await tx.query('select 1 from users where tenant_id = $1 and id = $2', [tenantId, userId])).rowCount === 1;
}

export async function openBatch(tx: Queryable): Promise<number> {
  return (await tx.query<{ batch: number }>('select batch from shop_tills')).rows[0]!.batch;
}

export async function setBatch(tx: Queryable, batch: number): Promise<void> {
  await tx.query('update shop_tills set batch = $1', [batch]);
}

export interface Receipt {
  id: string;
  batch: number;
  amount: string;
}

export async function insertReceipt(tx: Queryable, tenantId: string, batch: number, amount: string): Promise<Receipt> {
  const { rows } = await tx.query<Receipt>('insert into shop_receipts (tenant_id, batch, amount) values ($1, $2, $3) returning id, batch, amount::text as amount', [tenantId, batch, amount]);
  return rows[0]!;
}

export async function sumOfBatch(tx: Queryable, batch: number): Promise<{ receipts: number; total: string }> {
  const { rows } = await tx.query<{ receipts: number; total: string }>(
    'select count(*)::integer as receipts, coalesce(sum(amount), 0)::numeric(14, 2)::text as total from shop_receipts where batch = $1',
    [batch],
  );
  return rows[0]!;
}
