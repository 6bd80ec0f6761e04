import type { StockStrategy } from '../../platform/config.js';
import { StaleRead } from '../../platform/conflicts.js';
import type { Isolation, Queryable } from '../../platform/postgres.js';
import type { Level } from '../schema.js';

const COLUMNS = 'product_id as "productId", warehouse_id as "warehouseId", on_hand as "onHand", reserved, sold, received, version';

export interface Place {
  productId: string;
  warehouseId: string;
}

/** The level a transaction of this strategy runs at. */
export const isolationOf = (strategy: StockStrategy): Isolation => (strategy === 'serializable' ? 'SERIALIZABLE' : 'READ COMMITTED');

/** As Postgres orders UUIDs: the one order in which all lock and write the rows of stock. */
const inOrder = (a: Place, b: Place) => (`${a.productId}${a.warehouseId}` < `${b.productId}${b.warehouseId}` ? -1 : 1);

/**
 * The stock of one transaction: read once, changed in memory, and written once. What the numbers say is judged by who changes them.
 *
 * Protected by one of three, as `STOCK_STRATEGY` says. `pessimistic`: rows are locked, in the order of product and warehouse, before they are read. `optimistic`: they are read without a
 * lock and written only if they have the version that was read. `serializable`: the database finds out, and the transaction has to be SERIALIZABLE ({@link isolationOf}). In all of
 * them rows are written in the same order, so that nobody waits for each other in a circle. Who loses is rolled back, and `inTenant` runs it again from the reading on.
 *
 * ```ts
 * const stock = new Stock(tx, strategy);
 * const [level] = await stock.read([place]);
 * stock.change(place, { onHand: -3, reserved: 3 });
 * const changed = await stock.write();
 * ```
 */
export class Stock {
  readonly #tx: Queryable;
  readonly #strategy: StockStrategy;
  readonly #levels = new Map<string, Level>();
  readonly #changed = new Set<Level>();

  constructor(tx: Queryable, strategy: StockStrategy) {
    this.#tx = tx;
    this.#strategy = strategy;
  }

  /** All levels of the products, in the order of product and warehouse. */
  async readProducts(productIds: string[]): Promise<Level[]> {
    return this.#read('product_id = any($1)', [productIds]);
  }

  /** The levels of these places, those that exist. */
  async read(places: Place[]): Promise<Level[]> {
    return this.#read('(product_id, warehouse_id) in (select * from unnest($1::uuid[], $2::uuid[]))', [places.map(({ productId }) => productId), places.map(({ warehouseId }) => warehouseId)]);
  }

  /** As it will be, with what was changed so far. */
  level({ productId, warehouseId }: Place): Level | undefined {
    return this.#levels.get(`${productId} ${warehouseId}`);
  }

  /** To be written by {@link write}. What was read, plus these. */
  change(place: Place, by: Partial<Pick<Level, 'onHand' | 'reserved' | 'sold' | 'received'>>): void {
    const level = this.level(place)!;
    for (const name of ['onHand', 'reserved', 'sold', 'received'] as const) level[name] += by[name] ?? 0;
    this.#changed.add(level);
  }

  /** Answers the levels as they are now. @throws StaleRead (run again) when one was changed since it was read. */
  async write(): Promise<Level[]> {
    const written: Level[] = [];
    for (const level of [...this.#changed].sort(inOrder)) {
      const { productId, warehouseId, onHand, reserved, sold, received, version } = level;
      // Nobody takes more than they found: what they found of reservations, before the stock was theirs, is no longer so.
      if (Math.min(onHand, reserved, sold) < 0) throw new StaleRead('What the stock was to be changed for was changed meanwhile.');
      const asRead = this.#strategy === 'optimistic' ? ' and version = $7' : '';
      const { rows } = await this.#tx.query<Level>(
        `update shop_stock set on_hand = $3, reserved = $4, sold = $5, received = $6, version = version + 1 where product_id = $1 and warehouse_id = $2${asRead} returning ${COLUMNS}`,
        [productId, warehouseId, onHand, reserved, sold, received, ...(asRead ? [version] : [])],
      );
      if (!rows[0]) throw new StaleRead('The stock was changed since it was read.');
      written.push(rows[0]);
    }
    this.#changed.clear();
    return written;
  }

  async #read(where: string, values: unknown[]): Promise<Level[]> {
    const lock = this.#strategy === 'pessimistic' ? ' for no key update' : '';
    const { rows } = await this.#tx.query<Level>(`select ${COLUMNS} from shop_stock where ${where} order by product_id, warehouse_id${lock}`, values);
    for (const level of rows) this.#levels.set(`${level.productId} ${level.warehouseId}`, level);
    return rows;
  }
}

/** Rows for places where nothing ever was. In the order in which rows of stock are locked, since an insert may wait as well. */
export async function openLevels(tx: Queryable, tenantId: string, places: Place[]): Promise<void> {
  await tx.query(
    `insert into shop_stock (tenant_id, product_id, warehouse_id)
     select $1::uuid, place.product_id, place.warehouse_id from unnest($2::uuid[], $3::uuid[]) as place (product_id, warehouse_id)
     where not exists (select from shop_stock s where s.product_id = place.product_id and s.warehouse_id = place.warehouse_id)
     order by place.product_id, place.warehouse_id on conflict do nothing`,
    [tenantId, places.map(({ productId }) => productId), places.map(({ warehouseId }) => warehouseId)],
  );
}
