import { useState, type SubmitEvent } from 'react';
import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { useAction } from '../ui/use-action';
import { longest } from './longest';
import { requests } from './requests';
import { useGallery, useMaintenance } from './use-gallery';

export function MaintenanceSwitch() {
  const gallery = useGallery();
  const { maintenance } = useMaintenance();
  const [message, setMessage] = useState('');
  const { run, pending, error, forget } = useAction();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run('switch', async () => gallery.takeMaintenance(await requests.setMaintenance(!maintenance, maintenance ? '' : message.trim())));
  };
  return (
    <section className="card stack" aria-label="Maintenance">
      <h2>Maintenance</h2>
      <p className="soft">While it is on, everybody can look, and nobody can change anything. What was under way is finished first. The message is optional; everybody reads it.</p>
      <form className="line-form" aria-label="Maintenance" onSubmit={submit}>
        <Field label="Message" value={message} onText={setMessage} readOnly={pending !== undefined} maxLength={longest.message} autoComplete="off" />
        <Button type="submit" look={maintenance ? 'main' : 'plain'} pending={pending !== undefined}>{maintenance ? 'End maintenance' : 'Start maintenance'}</Button>
      </form>
      <ErrorAlert error={error} what="Nothing was switched." onDismiss={forget} />
    </section>
  );
}
