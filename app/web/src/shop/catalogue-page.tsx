import { Link } from 'wouter';
import { money } from '../ui/money';
import { PageHead } from '../ui/page-head';
import { Reading } from '../ui/reading';
import type { Product } from './types';
import { useProducts } from './use-shop';

export function CataloguePage() {
  const query = useProducts();
  const { data: products } = query;
  return (
    <>
      <PageHead title="Shop" />
      <div className="stack">
        <Reading query={query} looking="Looking for products…" />
        {products?.length === 0 && <p className="empty">Nothing is on sale yet.</p>}
        {products && products.length > 0 && <ul role="list" className="products" aria-label="Products">{products.map((product) => <Line key={product.id} product={product} />)}</ul>}
      </div>
    </>
  );
}

function Line({ product: { id, sku, name, price } }: { product: Product }) {
  return (
    <li className="card linked product" aria-label={name}>
      <Link href={`/shop/products/${id}`} className="typed whole-card"><span dir="auto">{name}</span></Link>
      <span className="small soft typed">{sku}</span>
      <span className="price">{money(price)}</span>
    </li>
  );
}
