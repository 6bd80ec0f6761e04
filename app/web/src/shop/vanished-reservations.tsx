import { Link } from 'wouter';
import { Alert } from '../ui/alert';
import { number } from '../ui/format';
import { useBasket, useProducts } from './use-shop';

/** A reservation that goes away under one's eyes says why. */
export function VanishedReservations() {
  const { basket, vanished } = useBasket();
  const { data: products } = useProducts();
  return vanished.map(({ reservation: { id, productId, quantity }, why }) => (
    <Alert key={id} look="warn" onDismiss={() => basket.acknowledge(id)}>
      Your reservation of {number(quantity)} × “<span className="typed">{products?.find((product) => product.id === productId)?.name ?? 'a product'}</span>”{' '}
      {why === 'expired' ? 'has expired; the stock is back on sale.' : 'was ordered or released in another tab or on another device.'} <Link href={`/shop/products/${productId}`}>Look at the product</Link>
    </Alert>
  ));
}
