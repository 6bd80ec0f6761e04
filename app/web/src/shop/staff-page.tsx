import { Alert } from '../ui/alert';
import { PageHead } from '../ui/page-head';
import { Reading } from '../ui/reading';
import { useRefuge } from '../ui/use-refuge';
import { DeliveryForm } from './delivery-form';
import { NewProduct } from './new-product';
import { NewWarehouse } from './new-warehouse';
import { StaffOrders } from './staff-orders';
import { StocktakeForm } from './stocktake-form';
import { useRights } from './use-shop';

/** Goes the moment it is known that the role has gone. What is asked in between is Bazaar's to refuse. */
export function StaffPage() {
  const { query, known, staff } = useRights();
  useRefuge(known && !staff);
  return (
    <>
      <PageHead title="Staff" />
      <Reading query={query} looking="Looking what you may do…" />
      {known && !staff && <Alert look="warn">Only admins may open this page.</Alert>}
      {staff && (
        <div className="two-columns">
          <StaffOrders />
          <div className="stack">
            <DeliveryForm />
            <StocktakeForm />
            <NewProduct />
            <NewWarehouse />
          </div>
        </div>
      )}
    </>
  );
}
