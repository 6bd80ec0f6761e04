import type { ReactNode } from 'react';
import { ErrorAlert } from './alert';
import { Button } from './button';
import { Dialog } from './dialog';
import { useAction } from './use-action';

interface Props {
  title: string;
  /** What the button says that does it. */
  action: string;
  /** What the button says that leaves everything as it is. */
  keep: string;
  look?: 'danger' | 'main';
  /** Told when it was refused, before the reason. */
  refused: string;
  /** The id of what says why it cannot be done now. */
  unavailableBy?: string;
  work: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before something is done that cannot be undone. A refusal is told here, where one asked for it. */
export function AskDialog({ title, action, keep, look = 'danger', refused, unavailableBy, work, onClose, children }: Props) {
  const { run, pending, error } = useAction();
  const busy = pending !== undefined;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children}</p>
      <ErrorAlert error={error} what={refused} />
      <div className="dialog-actions">
        <Button unavailable={busy} onClick={onClose}>{keep}</Button>
        <Button look={look} pending={busy} unavailable={unavailableBy !== undefined} aria-describedby={unavailableBy} onClick={() => run('work', async () => { await work(); onClose(); })}>{action}</Button>
      </div>
    </Dialog>
  );
}
