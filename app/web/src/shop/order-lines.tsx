import { number } from '../ui/format';
import { money } from '../ui/money';
import type { Order } from './types';
import { useProducts } from './use-shop';

export function OrderLines({ order }: { order: Order }) {
  const { data: products } = useProducts();
  const names = new Map(products?.map(({ id, name }) => [id, name]));
  return (
    <section className="card stack" aria-label="Lines">
      <h2>What you ordered</h2>
      <table className="table" aria-label="Lines">
        <thead><tr><th scope="col">Product</th><th scope="col" className="digits">Quantity</th><th scope="col" className="digits">Price</th></tr></thead>
        <tbody>
          {order.lines.map(({ line, productId, quantity, unitPrice }) => (
            <tr key={line}>
              <td className="typed" dir="auto">{names.get(productId) ?? '…'}</td>
              <td className="digits">{number(quantity)}</td>
              <td className="digits">{money(unitPrice)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="total"><span>Total</span> <strong>{money(order.total)}</strong></p>
    </section>
  );
}
