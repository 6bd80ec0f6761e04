import { Link } from 'wouter';
import { isApiError } from '../platform/errors';
import { Alert } from '../ui/alert';
import { money } from '../ui/money';
import { PageHead } from '../ui/page-head';
import { Reading } from '../ui/reading';
import { ReserveForm } from './reserve-form';
import { StockTable } from './stock-table';
import { useProduct } from './use-shop';

export function ProductPage({ id }: { id: string }) {
  const query = useProduct(id);
  const { data: product } = query;
  if (!product) {
    return (
      <>
        <PageHead title="Product" />
        {isApiError(query.error, 'not_found')
          ? <Alert look="warn">There is no such product. <Link href="/shop">Back to the products</Link></Alert>
          : <Reading query={query} looking="Looking for the product…" />}
      </>
    );
  }
  return (
    <>
      <PageHead title={product.name} />
      <div className="two-columns">
        <div className="stack">
          <Reading query={query} looking="" />
          <p><span className="price large">{money(product.price)}</span> <span className="small soft typed">{product.sku}</span></p>
          {product.description && <p className="typed lines" dir="auto">{product.description}</p>}
          <StockTable product={product} />
        </div>
        <ReserveForm product={product} />
      </div>
    </>
  );
}
