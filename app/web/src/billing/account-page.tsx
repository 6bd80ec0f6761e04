import { PageHead } from '../ui/page-head';
import { CustomerForm } from './customer-form';
import { History } from './history';
import { PlanList } from './plan-list';
import { ReceivedInvoices } from './received-invoices';
import { Statement } from './statement';

export function AccountPage() {
  return (
    <>
      <PageHead title="Plan and invoices" />
      <div className="two-columns">
        <div className="stack">
          <PlanList />
          <ReceivedInvoices />
        </div>
        <div className="stack">
          <CustomerForm />
          <History />
          <Statement />
        </div>
      </div>
    </>
  );
}
