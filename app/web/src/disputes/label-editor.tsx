import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { isApiError } from '../platform/errors';
import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { useAction } from '../ui/use-action';
import { ConflictDialog } from './conflict-dialog';
import { requests } from './requests';
import type { UploadSession } from './types';
import { useBoard } from './use-board';

export function LabelEditor({ session }: { session: UploadSession }) {
  const [editing, setEditing] = useState(false);
  const rename = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    // Back to where the keyboard came from.
    if (wasEditing.current && !editing) rename.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  if (editing) return <LabelForm session={session} onDone={() => setEditing(false)} />;
  return (
    <div className="label-line">
      {session.label ? <p className="typed label-text">{session.label}</p> : <p className="soft">No label</p>}
      <Button ref={rename} look="quiet" compact onClick={() => setEditing(true)}>Rename</Button>
    </div>
  );
}

function LabelForm({ session, onDone }: { session: UploadSession; onDone: () => void }) {
  const board = useBoard();
  const [text, setText] = useState(session.label ?? '');
  const base = useBase(session);
  const [current, setCurrent] = useState<UploadSession>();
  const { run, pending, error } = useAction();

  useEffect(() => {
    board.draft(session.id, text);
    return () => board.draft(session.id, undefined);
  }, [board, session.id, text]);

  const save = (version: number) => run('save', async () => {
    try {
      board.session(await requests.rename(session.id, version, text.trim() || null));
      onDone();
    } catch (reason) {
      if (isApiError(reason, 'not_found')) board.forget(session.id);
      if (!isApiError(reason, 'version_conflict')) throw reason;
      const now = reason.details.current as UploadSession;
      board.session(now);
      setCurrent(now);
    }
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save(base.version);
  };
  const changed = (session.label ?? '') !== (base.label ?? '');

  return (
    <form className="label-form" onSubmit={submit} aria-label="Rename" onKeyDown={(event) => { if (event.key === 'Escape' && !current) onDone(); }}>
      <Field label="Label" value={text} onText={setText} readOnly={pending !== undefined} start autoComplete="off"
        hint={changed ? <>Changed meanwhile to “<span className="typed">{session.label}</span>”.</> : undefined} />
      <div className="label-buttons">
        <Button type="submit" look="main" compact pending={pending !== undefined}>Save</Button>
        <Button compact unavailable={pending !== undefined} onClick={onDone}>Discard</Button>
      </div>
      {error !== undefined && <div className="whole-row"><ErrorAlert error={error} /></div>}
      {current && (
        <ConflictDialog base={base} current={current} mine={text.trim()} pending={pending !== undefined} error={error}
          onTheirs={onDone} onMine={() => save(current.version)} onClose={() => setCurrent(undefined)} />
      )}
    </form>
  );
}

/**
 * The session as it was when the person last saw the label they are changing. While live news leaves the label
 * alone it moves along; once somebody changed the label it stands still, so that saving finds the conflict and
 * does not write over what this person never agreed to.
 */
function useBase(session: UploadSession): UploadSession {
  const [base, setBase] = useState(session);
  if (base.version < session.version && base.label === session.label) setBase(session);
  return base;
}
