import { Alert } from '../ui/alert';
import { CategoryList } from './category-list';
import { MaintenanceSwitch } from './maintenance-switch';
import { MemberTable } from './member-table';
import { PageHead } from '../ui/page-head';
import { useRights } from './use-gallery';
import { useRefuge } from '../ui/use-refuge';

/** Goes the moment the role goes. What is asked in between is Bazaar's to refuse. */
export function AdminPage() {
  const { known, admin } = useRights();
  useRefuge(known && !admin);
  return (
    <>
      <PageHead title="Administration" />
      {!known && <p role="status" className="soft">Looking what you may do…</p>}
      {known && !admin && <Alert look="warn">Only admins may open this page.</Alert>}
      {admin && (
        <div className="stack">
          <MaintenanceSwitch />
          <CategoryList />
          <MemberTable />
        </div>
      )}
    </>
  );
}
