import type { StockStrategy } from '../../platform/config.js';
import { HttpError, notFound } from '../../platform/errors.js';
import type { Queryable } from '../../platform/postgres.js';
import { readPrices } from '../repository/products.js';
import { type Held, readDue } from '../repository/reservations.js';
import { type Place, Stock } from '../repository/stock.js';
import { listWarehouses } from '../repository/warehouses.js';
import type { Level, Warehouse } from '../schema.js';

export interface Wanted {
  productId: string;
  quantity: number;
  warehouseId?: string;
}

export interface Taken {
  /** Where each wanted quantity comes from, in the order in which they were asked for. */
  places: Place[];
  /** The stock as it is now. */
  levels: Level[];
  /** What was due and whose stock has come back. The caller locks these, makes sure that they are unchanged, and marks them. */
  due: Held[];
  prices: Map<string, string>;
}

/** So many of one product at once; who is due beyond that is left to the sweep. */
const MOST_DUE = 1000;

/**
 * Moves what is wanted from `on_hand` to `reserved`: each from the first warehouse by priority that holds all of it. Where nobody does, what is due of the product is returned first:
 * nobody is refused for the sake of what has expired.
 *
 * Protected by: see {@link Stock}. All of it is read, in one order, before anything is judged; whatever was asked for in whatever order.
 *
 * @throws 404 `not_found`; 409 `sold_out` with `productId` and `available`: the caller's transaction is rolled back, the return of what is due as well.
 */
export async function takeStock(tx: Queryable, strategy: StockStrategy, wanted: Wanted[]): Promise<Taken> {
  if (wanted.length === 0) return { places: [], levels: [], due: [], prices: new Map() };
  const productIds = [...new Set(wanted.map(({ productId }) => productId))];
  const warehouses = await listWarehouses(tx);
  const prices = await readPrices(tx, productIds);
  if (prices.size < productIds.length) throw notFound('product');

  const stock = new Stock(tx, strategy);
  await stock.readProducts(productIds);
  const due: Held[] = [];
  const returned = new Set<string>();
  const places: Place[] = [];
  for (const want of wanted) {
    let place = choose(stock, warehouses, want);
    if (!place && !returned.has(want.productId)) {
      returned.add(want.productId);
      const found = await readDue(tx, want.productId, MOST_DUE);
      for (const held of found) stock.change(held, { onHand: held.quantity, reserved: -held.quantity });
      due.push(...found);
      place = choose(stock, warehouses, want);
    }
    if (!place) throw soldOut(want.productId, mostOf(stock, warehouses, want));
    stock.change(place, { onHand: -want.quantity, reserved: want.quantity });
    places.push(place);
  }
  return { places, levels: await stock.write(), due, prices };
}

function candidates(stock: Stock, warehouses: Warehouse[], { productId, warehouseId }: Wanted): Level[] {
  if (warehouseId !== undefined && !warehouses.some(({ id }) => id === warehouseId)) throw notFound('warehouse');
  return warehouses.filter(({ id }) => warehouseId === undefined || id === warehouseId).flatMap(({ id }) => stock.level({ productId, warehouseId: id }) ?? []);
}

const choose = (stock: Stock, warehouses: Warehouse[], want: Wanted): Place | undefined => candidates(stock, warehouses, want).find(({ onHand }) => onHand >= want.quantity);

const mostOf = (stock: Stock, warehouses: Warehouse[], want: Wanted): number => Math.max(0, ...candidates(stock, warehouses, want).map(({ onHand }) => onHand));

const soldOut = (productId: string, available: number) => new HttpError(409, 'sold_out', 'There is not so much of it in one place.', { details: { productId, available } });
