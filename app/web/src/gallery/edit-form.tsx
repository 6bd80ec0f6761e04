import { useEffect, useState, type SubmitEvent } from 'react';
import { isApiError } from '../platform/errors';
import { Alert, ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { TextArea } from '../ui/text-area';
import { useAction } from '../ui/use-action';
import { CategoryChoice } from './category-choice';
import { ConflictDialog } from './conflict-dialog';
import { requests } from './requests';
import type { Image, WithMine, Words } from './types';
import { useBase } from './use-base';
import { useCategories, useGallery } from './use-gallery';
import { WriteButton } from './write-button';

interface Props {
  image: Image;
  /** Told of every stroke, so that what was typed outlives this form. */
  onDraft: (draft: Pick<Words, 'title' | 'description'> | undefined) => void;
  onDone: () => void;
}

const same = (a: Words, b: Words) => a.title === b.title && a.description === b.description && a.categoryId === b.categoryId && a.breedId === b.breedId;

export function EditForm({ image, onDraft, onDone }: Props) {
  const gallery = useGallery();
  const base = useBase(image, same);
  const [words, setWords] = useState<Words>({ title: image.title, description: image.description, categoryId: image.categoryId, breedId: image.breedId });
  const [current, setCurrent] = useState<Image>();
  const { run, pending, error } = useAction();
  const { data: categories = [] } = useCategories();
  const busy = pending !== undefined;

  useEffect(() => onDraft({ title: words.title, description: words.description }), [onDraft, words.title, words.description]);

  const done = () => {
    onDraft(undefined);
    onDone();
  };
  const save = (version: number) => run('save', async () => {
    try {
      gallery.take(await requests.edit(image.id, version, { ...words, title: words.title.trim(), description: words.description.trim() }));
      done();
    } catch (reason) {
      if (isApiError(reason, 'image_gone') || isApiError(reason, 'not_found')) return gallery.forget(image.id);
      if (!isApiError(reason, 'version_conflict')) throw reason;
      const now = reason.details.current as WithMine;
      gallery.take(now);
      setCurrent(now);
    }
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save(base.version);
  };
  const categoryName = (id: string) => categories.find((one) => one.id === id)?.name ?? '(gone)';
  const breedName = (id: string | null) => (id === null ? '' : categories.flatMap(({ breeds }) => breeds).find((one) => one.id === id)?.name ?? '(gone)');
  const rows = current && [
    { field: 'Title', theirs: current.title, mine: words.title.trim() },
    { field: 'Description', theirs: current.description, mine: words.description.trim() },
    { field: 'Category', theirs: categoryName(current.categoryId), mine: categoryName(words.categoryId) },
    { field: 'Breed', theirs: breedName(current.breedId), mine: breedName(words.breedId) },
  ].filter(({ theirs, mine }) => theirs !== mine);

  return (
    <form className="stack edit" aria-label="Edit image" onSubmit={submit} onKeyDown={(event) => { if (event.key === 'Escape' && !current) done(); }}>
      {!same(base, image) && !current && <Alert look="info">This image was changed meanwhile. Saving will ask you which version to keep.</Alert>}
      <Field label="Title" value={words.title} onText={(title) => setWords({ ...words, title })} readOnly={busy} required maxLength={200} start autoComplete="off" />
      <TextArea label="Description" value={words.description} onText={(description) => setWords({ ...words, description })} readOnly={busy} />
      <CategoryChoice categoryId={words.categoryId} breedId={words.breedId} disabled={busy} onChange={(categoryId, breedId) => setWords({ ...words, categoryId, breedId })} />
      {error !== undefined && <ErrorAlert error={error} what="Your changes were not saved." />}
      <div className="form-actions">
        <WriteButton type="submit" look="main" pending={busy}>Save</WriteButton>
        <Button unavailable={busy} onClick={done}>Discard</Button>
      </div>
      {current && rows && (
        <ConflictDialog subject="this image" versions={[base.version, current.version]} rows={rows} pending={busy} error={error}
          onTheirs={done} onMine={() => save(current.version)} onClose={() => setCurrent(undefined)} />
      )}
    </form>
  );
}
