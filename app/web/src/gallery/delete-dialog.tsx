import type { ReactNode } from 'react';
import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { useAction } from '../ui/use-action';
import { WriteButton } from './write-button';

interface Props {
  title: string;
  /** What the button says that does it. */
  action: string;
  work: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before something goes. A refusal is told here, where one asked for it. */
export function DeleteDialog({ title, action, work, onClose, children }: Props) {
  const { run, pending, error } = useAction();
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children}</p>
      <ErrorAlert error={error} what="It was not deleted." />
      <div className="dialog-actions">
        <Button unavailable={pending !== undefined} onClick={onClose}>Keep it</Button>
        <WriteButton look="danger" pending={pending !== undefined} onClick={() => run('delete', async () => { await work(); onClose(); })}>{action}</WriteButton>
      </div>
    </Dialog>
  );
}
