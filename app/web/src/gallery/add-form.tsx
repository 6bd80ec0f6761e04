import { useState, type SubmitEvent } from 'react';
import { ErrorAlert } from '../ui/alert';
import { Field } from '../ui/field';
import { useAction } from '../ui/use-action';
import { WriteButton } from './write-button';

interface Props {
  /** The form's name. */
  label: string;
  field: string;
  /** Characters. */
  longest: number;
  action: string;
  /** Told when it was refused, before the reason. */
  refused: string;
  add: (name: string) => Promise<unknown>;
}

/** One line to add something that has only a name. It is emptied when the thing is there; after a refusal it stays. */
export function AddForm({ label, field, longest, action, refused, add }: Props) {
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
        <WriteButton type="submit" pending={pending !== undefined} unavailable={!name.trim()}>{action}</WriteButton>
      </div>
      <ErrorAlert error={error} what={refused} onDismiss={forget} />
    </form>
  );
}
