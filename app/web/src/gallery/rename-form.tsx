import { useEffect, useState, type SubmitEvent } from 'react';
import { isApiError } from '../platform/errors';
import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { useAction } from '../ui/use-action';
import { ConflictDialog } from '../ui/conflict-dialog';
import { useBase } from '../ui/use-base';
import { WriteButton } from './write-button';

interface Named {
  name: string;
  version: number;
}

interface Props<T extends Named> {
  /** The form's name. */
  label: string;
  /** As `this collection`. */
  subject: string;
  thing: T;
  /** Characters. */
  longest: number;
  save: (version: number, name: string) => Promise<T>;
  /** The thing as Bazaar answered it: saved, or as somebody else left it. */
  onNews: (thing: T) => void;
  onDraft: (name: string | undefined) => void;
  onDone: () => void;
}

const same = (a: Named, b: Named) => a.name === b.name;

export function RenameForm<T extends Named>({ label, subject, thing, longest, save, onNews, onDraft, onDone }: Props<T>) {
  const base = useBase<Named>(thing, same);
  const [name, setName] = useState(thing.name);
  const [current, setCurrent] = useState<T>();
  const { run, pending, error } = useAction();
  const busy = pending !== undefined;
  useEffect(() => onDraft(name), [onDraft, name]);

  const done = () => {
    onDraft(undefined);
    onDone();
  };
  const send = (version: number) => run('save', async () => {
    try {
      onNews(await save(version, name.trim()));
      done();
    } catch (reason) {
      if (!isApiError(reason, 'version_conflict')) throw reason;
      const now = reason.details.current as T;
      onNews(now);
      setCurrent(now);
    }
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (name.trim()) send(base.version);
  };
  return (
    <form className="line-form" aria-label={label} onSubmit={submit} onKeyDown={(event) => { if (event.key === 'Escape' && !current) done(); }}>
      <Field label="Name" value={name} onText={setName} readOnly={busy} required maxLength={longest} start autoComplete="off"
        hint={same(base, thing) ? undefined : <>Changed meanwhile to “<span className="typed">{thing.name}</span>”.</>} />
      <div className="form-actions">
        <WriteButton type="submit" look="main" pending={busy}>Save</WriteButton>
        <Button unavailable={busy} onClick={done}>Discard</Button>
      </div>
      {error !== undefined && <div className="whole-row"><ErrorAlert error={error} what="The name was not changed." /></div>}
      {current && (
        <ConflictDialog subject={subject} versions={[base.version, current.version]} rows={current.name === name.trim() ? [] : [{ field: 'Name', theirs: current.name, mine: name.trim() }]}
          pending={busy} error={error} onTheirs={done} onMine={() => send(current.version)} onClose={() => setCurrent(undefined)} />
      )}
    </form>
  );
}
