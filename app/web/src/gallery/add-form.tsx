import type { ComponentProps } from 'react';
import { AddForm as Form } from '../ui/add-form';
import { useMaintenance } from './use-gallery';

/** Not while the gallery is being maintained. */
export function AddForm(props: ComponentProps<typeof Form>) {
  const { maintenance } = useMaintenance();
  return <Form {...props} unavailableBy={maintenance ? 'maintenance' : undefined} />;
}
