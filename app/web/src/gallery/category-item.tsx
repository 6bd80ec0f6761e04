import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { handOver } from '../ui/hand-over';
import { BreedList } from './breed-list';
import { DeleteDialog } from './delete-dialog';
import { longest } from './longest';
import { MergeDialog } from './merge-dialog';
import { RenameForm } from './rename-form';
import { requests } from './requests';
import type { Category } from './types';
import { useStale } from './use-gallery';
import { WriteButton } from './write-button';

interface Props {
  category: Category;
  all: readonly Category[];
  onDraft: (category: Pick<Category, 'id' | 'name'>, text: string | undefined) => void;
}

export function CategoryItem({ category, all, onDraft }: Props) {
  const stale = useStale();
  const titleId = useId();
  const [doing, setDoing] = useState<'rename' | 'merge' | 'delete'>();
  const rename = useRef<HTMLButtonElement>(null);
  const wasRenaming = useRef(false);
  useEffect(() => {
    // Back to where the keyboard came from.
    if (wasRenaming.current && doing === undefined) rename.current?.focus();
    wasRenaming.current = doing === 'rename';
  }, [doing]);
  const { id, name } = category;
  const keep = useCallback((text: string | undefined) => onDraft({ id, name }, text), [onDraft, id, name]);
  const close = () => setDoing(undefined);
  return (
    <li ref={handOver} className="stack category" aria-labelledby={titleId}>
      <div className="category-head">
        <div className="category-name">
          <h3 id={titleId} className="typed" dir="auto">{category.name}</h3>
          <p className="small soft">{count(category.images, 'image')}{category.preset && ' · where images go that nobody has sorted'}</p>
        </div>
        {doing !== 'rename' && (
          <div className="form-actions">
            <Button compact ref={rename} onClick={() => setDoing('rename')}>Rename</Button>
            {!category.preset && <WriteButton compact onClick={() => setDoing('merge')}>Merge</WriteButton>}
            {!category.preset && <WriteButton compact look="danger" onClick={() => setDoing('delete')}>Delete</WriteButton>}
          </div>
        )}
      </div>
      {doing === 'rename' && (
        <RenameForm label="Rename category" subject="this category" thing={category} longest={longest.category} save={(version, next) => requests.renameCategory(category.id, version, next)}
          onNews={() => stale('categories')} onDraft={keep} onDone={close} />
      )}
      <BreedList category={category} />
      {doing === 'merge' && <MergeDialog category={category} others={all.filter((one) => one.id !== category.id)} onClose={close} />}
      {doing === 'delete' && (
        <DeleteDialog title="Delete this category?" action="Delete category" work={() => requests.deleteCategory(category.id).finally(() => stale('categories'))} onClose={close}>
          <strong className="typed">{category.name}</strong> and its breeds go. Bazaar refuses while any image is in it; merge it into another then.
        </DeleteDialog>
      )}
    </li>
  );
}
