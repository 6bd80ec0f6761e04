import { holdStaff } from '../../accounts/roles.js';
import { HttpError, notFound } from '../../platform/errors.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { levelsChanged } from '../events.js';
import { readPrices } from '../repository/products.js';
import { isolationOf, openLevels, Stock } from '../repository/stock.js';
import { warehouseExists } from '../repository/warehouses.js';
import type { Delivery } from '../schema.js';

/** Takes goods into a warehouse. Protected by: see {@link Stock}. */
export async function deliver(platform: Platform, call: KeyedCall, warehouseId: string, { lines }: Delivery) {
  const places = lines.map(({ productId, quantity }) => ({ productId: productId.toLowerCase(), warehouseId: warehouseId.toLowerCase(), quantity }));
  const productIds = places.map(({ productId }) => productId);
  if (new Set(productIds).size < productIds.length) throw new HttpError(400, 'bad_request', 'A delivery names each product once.');
  const { stockStrategy } = platform.config;

  const answer = await call.answer(
    async (tx) => {
      await holdStaff(tx, call.identity);
      if (!(await warehouseExists(tx, warehouseId))) throw notFound('warehouse');
      if ((await readPrices(tx, productIds)).size < productIds.length) throw notFound('product');
      await openLevels(tx, call.tenantId, places);
      const stock = new Stock(tx, stockStrategy);
      await stock.read(places);
      for (const { quantity, ...place } of places) stock.change(place, { onHand: quantity, received: quantity });
      return { status: 201, body: { levels: await stock.write() } };
    },
    { isolation: isolationOf(stockStrategy) },
  );
  levelsChanged(platform, call.tenantId, answer.body.levels);
  return answer;
}
