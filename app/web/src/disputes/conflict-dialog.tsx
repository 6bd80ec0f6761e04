import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { count } from '../ui/format';
import { statusOf } from './status';
import type { UploadSession } from './types';

interface Props {
  base: UploadSession;
  current: UploadSession;
  mine: string;
  pending: boolean;
  error: unknown;
  onTheirs: () => void;
  onMine: () => void;
  onClose: () => void;
}

export function ConflictDialog({ base, current, mine, pending, error, onTheirs, onMine, onClose }: Props) {
  return (
    <Dialog title="Changed meanwhile" onClose={onClose}>
      <p>While you were typing, this upload was changed in another tab or on another device, from version {base.version} to version {current.version}:</p>
      <ul className="changes">{changes(base, current).map((change) => <li key={change} className="typed">{change}</li>)}</ul>
      <dl className="versions">
        <div><dt>Theirs</dt><dd className="typed">{current.label || <span className="soft">No label</span>}</dd></div>
        <div><dt>Mine</dt><dd className="typed">{mine || <span className="soft">No label</span>}</dd></div>
      </dl>
      <ErrorAlert error={error} />
      <div className="dialog-actions">
        <Button unavailable={pending} onClick={onTheirs}>Take theirs</Button>
        <Button look="main" pending={pending} onClick={onMine}>Reapply mine</Button>
      </div>
    </Dialog>
  );
}

function changes(base: UploadSession, current: UploadSession): string[] {
  const list: string[] = [];
  if ((base.label ?? '') !== (current.label ?? '')) list.push(`The label is now “${current.label ?? ''}”.`);
  const [was, is] = [base, current].map((session) => statusOf({ session, job: undefined }).word);
  if (was !== is) list.push(`The status went from ${was} to ${is}.`);
  if (base.rowCount !== current.rowCount && current.rowCount !== null) list.push(`It has ${count(current.rowCount, 'row')}.`);
  return list.length > 0 ? list : ['It was saved again with the same label.'];
}
