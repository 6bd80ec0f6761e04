import type { Queryable } from '../../platform/postgres.js';
import type { Catalogue, Level, NewProduct, Product, ProductEdit } from '../schema.js';

const COLUMNS = 'id, sku, name, description, price::text as price, version';

export async function catalogueRevision(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<{ revision: string }>('select catalogue_revision as revision from shop_settings');
  return Number(rows[0]?.revision ?? 0);
}

/** One statement, and so one snapshot: the products are those of the revision. */
export async function loadCatalogue(tx: Queryable): Promise<Catalogue> {
  const { rows } = await tx.query<{ revision: string; products: Product[] }>(
    `select catalogue_revision as revision,
       (select coalesce(jsonb_agg(to_jsonb(p) order by p.sku), '[]') from (select ${COLUMNS} from shop_products) p) as products
     from shop_settings`,
  );
  return { products: rows[0]?.products ?? [], revision: Number(rows[0]?.revision ?? 0) };
}

/**
 * The catalogue is about to change. Protected by: the lock on the tenant's row, held to the commit, so that revisions become visible in the order of their numbers, each with its change.
 */
export async function raiseCatalogueRevision(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<{ revision: string }>('update shop_settings set catalogue_revision = catalogue_revision + 1 returning catalogue_revision as revision');
  return Number(rows[0]!.revision);
}

/** Product and levels in one statement, and so of one moment. */
export async function findProductWithLevels(tx: Queryable, id: string): Promise<{ product: Product; levels: Level[] } | undefined> {
  const { rows } = await tx.query<{ product: Product; levels: Level[] }>(
    `select to_jsonb(p) as product,
       (select coalesce(jsonb_agg(jsonb_build_object('productId', s.product_id, 'warehouseId', s.warehouse_id, 'onHand', s.on_hand, 'reserved', s.reserved, 'sold', s.sold,
          'received', s.received, 'version', s.version) order by w.priority), '[]')
        from shop_stock s join shop_warehouses w on w.id = s.warehouse_id where s.product_id = p.id) as levels
     from (select ${COLUMNS} from shop_products where id = $1) p`,
    [id],
  );
  return rows[0];
}

export async function findProduct(tx: Queryable, id: string): Promise<Product | undefined> {
  return (await tx.query<Product>(`select ${COLUMNS} from shop_products where id = $1`, [id])).rows[0];
}

export async function findProductBySku(tx: Queryable, sku: string): Promise<Product | undefined> {
  return (await tx.query<Product>(`select ${COLUMNS} from shop_products where sku = $1`, [sku])).rows[0];
}

/** The prices of those of the products that exist. */
export async function readPrices(tx: Queryable, ids: string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; price: string }>('select id, price::text as price from shop_products where id = any($1)', [ids]);
  return new Map(rows.map(({ id, price }) => [id, price]));
}

/** Undefined when the SKU is taken. Protected by: the unique key + ON CONFLICT. */
export async function insertProduct(tx: Queryable, tenantId: string, { sku, name, description, price }: NewProduct): Promise<Product | undefined> {
  const { rows } = await tx.query<Product>(
    `insert into shop_products (tenant_id, sku, name, description, price) values ($1, $2, $3, $4, $5) on conflict (tenant_id, sku) do nothing returning ${COLUMNS}`,
    [tenantId, sku, name, description, price],
  );
  return rows[0];
}

/** Undefined when it has another version by now, or is not there. Protected by: the version in the condition of the one statement that writes. */
export async function updateProduct(tx: Queryable, id: string, { version, name, description, price }: ProductEdit): Promise<Product | undefined> {
  const { rows } = await tx.query<Product>(
    `update shop_products set name = coalesce($3, name), description = coalesce($4, description), price = coalesce($5, price), version = version + 1
     where id = $1 and version = $2 returning ${COLUMNS}`,
    [id, version, name ?? null, description ?? null, price ?? null],
  );
  return rows[0];
}

/** Without looking at the version: see `changePrice`. */
export async function setPrice(tx: Queryable, id: string, price: string): Promise<Product> {
  const { rows } = await tx.query<Product>(`update shop_products set price = $2, version = version + 1 where id = $1 returning ${COLUMNS}`, [id, price]);
  return rows[0]!;
}
