import { number } from '../ui/format';
import type { Product } from './types';
import { useLevels, useWarehouses } from './use-shop';

/** What is on hand, live. */
export function StockTable({ product }: { product: Product }) {
  const levels = useLevels(product.id);
  const { data: warehouses = [] } = useWarehouses();
  const onHand = levels.reduce((all, level) => all + level.onHand, 0);
  const rows = warehouses.flatMap((warehouse) => levels.filter(({ warehouseId }) => warehouseId === warehouse.id).map((level) => ({ warehouse, level })));
  return (
    <section className="card stack" aria-label="Stock">
      <div className="card-head">
        <h2>Stock</h2>
        <span role="status" aria-label="Available" className={`badge ${onHand > 0 ? 'good' : 'bad'}`}>{onHand > 0 ? `${number(onHand)} available` : 'Sold out'}</span>
      </div>
      {rows.length > 0 && (
        <table className="table" aria-label="Stock by warehouse">
          <thead><tr><th scope="col">Warehouse</th><th scope="col" className="digits">On hand</th><th scope="col" className="digits">Reserved</th><th scope="col" className="digits">Sold</th></tr></thead>
          <tbody>
            {rows.map(({ warehouse, level }) => (
              <tr key={warehouse.id} aria-label={warehouse.name}>
                <td className="typed" dir="auto">{warehouse.name}</td>
                <td className="digits">{number(level.onHand)}</td>
                <td className="digits">{number(level.reserved)}</td>
                <td className="digits">{number(level.sold)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
