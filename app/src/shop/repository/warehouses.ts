import type { Queryable } from '../../platform/postgres.js';
import type { Warehouse } from '../schema.js';

export async function listWarehouses(tx: Queryable): Promise<Warehouse[]> {
  return (await tx.query<Warehouse>('select id, name, priority from shop_warehouses order by priority')).rows;
}

export async function warehouseExists(tx: Queryable, id: string): Promise<boolean> {
  return (await tx.query('select 1 from shop_warehouses where id = $1', [id])).rowCount === 1;
}

/**
 * Undefined when the name is taken. Protected by: the lock on the tenant's settings, under which the last priority is read, so that no two get the same; the unique key + ON CONFLICT for the name.
 */
export async function insertWarehouse(tx: Queryable, tenantId: string, name: string): Promise<Warehouse | undefined> {
  await tx.query('select 1 from shop_settings for no key update');
  const { rows } = await tx.query<Warehouse>(
    `insert into shop_warehouses (tenant_id, name, priority) select $1::uuid, $2::text, coalesce(max(priority), 0) + 1 from shop_warehouses
     on conflict (tenant_id, name) do nothing returning id, name, priority`,
    [tenantId, name],
  );
  return rows[0];
}
