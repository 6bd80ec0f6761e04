import { useState, type SubmitEvent } from 'react';
import { ErrorAlert } from './alert';
import { Button } from './button';
import { Field } from './field';
import { useAction } from './use-action';

interface Props {
  /** The form's name. */
  label: string;
  field: string;
  /** Characters. */
  longest: number;
  action: string;
  /** Told when it was refused, before the reason. */
  refused: string;
  /** The id of what says why nothing can be added now. */
  unavailableBy?: string;
  add: (name: string) => Promise<unknown>;
}

/** One line to add something that has only a name. It is emptied when the thing is there; after a refusal it stays. */
export function AddForm({ label, field, longest, action, refused, unavailableBy, add }: Props) {
  const [name, setName] = useState('');
  const { run, pending, error, forget } = useAction();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (name.trim()) run('add', () => add(name.trim()).then(() => setName('')));
  };
  return (
    <form className="stack" aria-label={label} onSubmit={submit}>
      <div className="line-form">
        <Field label={field} value={name} onText={setName} readOnly={pending !== undefined} maxLength={longest} autoComplete="off" />
        <Button type="submit" pending={pending !== undefined} unavailable={!name.trim() || unavailableBy !== undefined} aria-describedby={unavailableBy}>{action}</Button>
      </div>
      <ErrorAlert error={error} what={refused} onDismiss={forget} />
    </form>
  );
}
