import { useQueryClient } from '@tanstack/react-query';
import { AddForm } from '../ui/add-form';
import { requests } from './requests';
import { useRights } from './use-shop';

export function NewWarehouse() {
  const queries = useQueryClient();
  const { orLookAgain } = useRights();
  const add = (name: string) => requests.newWarehouse(name).catch(orLookAgain).finally(() => void queries.invalidateQueries({ queryKey: ['shop', 'warehouses'] }));
  return (
    <section className="card stack" aria-label="New warehouse">
      <h2>New warehouse</h2>
      <AddForm label="New warehouse" field="Name" longest={120} action="Add warehouse" refused="The warehouse was not added." add={add} />
    </section>
  );
}
