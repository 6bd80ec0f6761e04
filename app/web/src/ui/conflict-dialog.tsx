import { ErrorAlert } from './alert';
import { Button } from './button';
import { Dialog } from './dialog';

interface Props {
  /** What was changed meanwhile, as `this image`. */
  subject: string;
  versions: readonly [base: number, current: number];
  /** Fields that differ from what one has typed. */
  rows: readonly { field: string; theirs: string; mine: string }[];
  /** Fields that only they changed: these stay, whatever is chosen. */
  kept?: readonly { field: string; theirs: string }[];
  pending: boolean;
  error: unknown;
  onTheirs: () => void;
  onMine: () => void;
  onClose: () => void;
}

export function ConflictDialog({ subject, versions: [base, current], rows, kept = [], pending, error, onTheirs, onMine, onClose }: Props) {
  return (
    <Dialog title="Changed meanwhile" onClose={onClose}>
      <p>While you were typing, {subject} was changed in another tab or by somebody else, from version {base} to version {current}.</p>
      {rows.length === 0 && kept.length === 0 && <p>It now says the same as what you typed.</p>}
      {rows.map(({ field, theirs, mine }) => (
        <div key={field} className="stack conflict-field">
          <p className="field-name">{field}</p>
          <dl className="versions">
            <div><dt>Theirs</dt><dd className="typed" dir="auto">{theirs || <span className="soft">Empty</span>}</dd></div>
            <div><dt>Mine</dt><dd className="typed" dir="auto">{mine || <span className="soft">Empty</span>}</dd></div>
          </dl>
        </div>
      ))}
      {kept.length > 0 && (
        <>
          <p>They also changed this, and it stays either way:</p>
          <ul className="changes">{kept.map(({ field, theirs }) => <li key={field} className="typed">{field}: <span className="typed" dir="auto">{theirs || <span className="soft">Empty</span>}</span></li>)}</ul>
        </>
      )}
      <ErrorAlert error={error} />
      <div className="dialog-actions">
        <Button unavailable={pending} onClick={onTheirs}>Take theirs</Button>
        <Button look="main" pending={pending} onClick={onMine}>Reapply mine</Button>
      </div>
    </Dialog>
  );
}
