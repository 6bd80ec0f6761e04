import { useRef, useState } from 'react';
import { ApiError, isApiError } from '../platform/errors';
import { Alert, ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { useAction } from '../ui/use-action';
import type { Row } from './board';
import { requests } from './requests';
import { allowed } from './status';
import { useBoard } from './use-board';

interface Props {
  row: Row;
  /** The row went away, or the button that had the focus did: where the keyboard goes on. */
  onGone: () => void;
  onSettled: () => void;
}

export function SessionActions({ row, onGone, onSettled }: Props) {
  const board = useBoard();
  const { run, pending, error, forget } = useAction();
  const [asking, setAsking] = useState(false);
  const group = useRef<HTMLDivElement>(null);
  const { session } = row;
  const can = allowed(row);

  const act = (name: string, work: () => Promise<void>) => run(name, async () => {
    try {
      await work();
    } catch (reason) {
      await learnFrom(reason);
      throw reason;
    }
    // After the answer has been drawn: if the pressed button is no longer there, the focus has fallen to the body.
    requestAnimationFrame(() => { if (document.activeElement === document.body && group.current?.isConnected) onSettled(); });
  });

  /** A refusal means that the page was behind: look again, so that page and message agree. */
  async function learnFrom(reason: unknown): Promise<void> {
    if (!(reason instanceof ApiError) || (reason.status !== 409 && reason.status !== 404)) return;
    try {
      board.session(await requests.read(session.id));
    } catch (gone) {
      if (isApiError(gone, 'not_found')) board.forget(session.id);
    }
  }

  const remove = () => act('delete', async () => {
    setAsking(false);
    const notRemoved = board.expectRemoval(session.id);
    try {
      await requests.delete(session.id);
    } catch (reason) {
      // Somebody was faster; what was wanted is so.
      if (!isApiError(reason, 'not_found')) {
        notRemoved();
        throw reason;
      }
    }
    board.forget(session.id);
    onGone();
  });

  const busy = pending !== undefined;
  return (
    <div className="session-actions" ref={group}>
      {can.submit && <Button compact look="main" pending={pending === 'submit'} unavailable={busy} onClick={() => act('submit', async () => board.job(await requests.submit(session.id)))}>Submit</Button>}
      {can.validate && <Button compact look="main" pending={pending === 'validate'} unavailable={busy} onClick={() => act('validate', async () => board.session(await requests.validate(session.id)))}>Validate</Button>}
      {can.cancel && <Button compact pending={pending === 'cancel'} unavailable={busy} onClick={() => act('cancel', async () => { board.session(await requests.cancel(session.id)); board.session(await requests.read(session.id)); })}>Cancel</Button>}
      {can.delete && <Button compact look="danger" pending={pending === 'delete'} unavailable={busy} onClick={() => setAsking(true)}>Delete</Button>}
      {error !== undefined && <div className="whole-row"><ActionError error={error} onDismiss={forget} /></div>}
      {asking && (
        <Dialog title="Delete this upload?" onClose={() => setAsking(false)}>
          <p>The file <strong className="typed">{session.fileName}</strong> and its record go. Disputes that were made from it stay.</p>
          <div className="dialog-actions">
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button look="danger" onClick={remove}>Delete upload</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

function ActionError({ error, onDismiss }: { error: unknown; onDismiss: () => void }) {
  if (isApiError(error, 'wrong_state')) {
    return <Alert look="warn" onDismiss={onDismiss}>This upload had moved on meanwhile: {error.message} It is shown as it is now.</Alert>;
  }
  return <ErrorAlert error={error} onDismiss={onDismiss} />;
}
