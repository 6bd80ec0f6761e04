import { useState } from 'react';
import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Dialog } from '../ui/dialog';
import { useAction } from '../ui/use-action';
import { requests } from './requests';
import type { Category } from './types';
import { useStale } from './use-gallery';
import { WriteButton } from './write-button';

export function MergeDialog({ category, others, onClose }: { category: Category; others: readonly Category[]; onClose: () => void }) {
  const stale = useStale();
  const [into, setInto] = useState('');
  const { run, pending, error } = useAction();
  const busy = pending !== undefined;
  // One that was deleted meanwhile is chosen no more.
  const target = others.find(({ id }) => id === into);
  const merge = () => run('merge', async () => {
    try {
      await requests.mergeCategory(category.id, into);
      onClose();
    } finally {
      stale('categories');
    }
  });
  return (
    <Dialog title={<>Merge “<span className="typed">{category.name}</span>”</>} onClose={onClose}>
      <p>Its images go into the other category, now and whatever is being uploaded into it at this moment. Breeds of one name become one. That cannot be undone.</p>
      <Choice label="Into" none="Choose one…" value={target?.id ?? ''} disabled={busy} options={others.map(({ id, name }) => ({ value: id, name }))} onChoose={setInto} />
      <ErrorAlert error={error} what="Nothing was merged." />
      <div className="dialog-actions">
        <Button unavailable={busy} onClick={onClose}>Cancel</Button>
        <WriteButton look="danger" pending={busy} unavailable={!target} onClick={merge}>Merge category</WriteButton>
      </div>
    </Dialog>
  );
}
