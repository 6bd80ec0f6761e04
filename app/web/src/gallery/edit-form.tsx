import { useEffect, useState, type SubmitEvent } from 'react';
import { isApiError } from '../platform/errors';
import { Alert, ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { TextArea } from '../ui/text-area';
import { useAction } from '../ui/use-action';
import { CategoryChoice } from './category-choice';
import { ConflictDialog } from '../ui/conflict-dialog';
import { longest } from './longest';
import { requests } from './requests';
import type { Category, Image, WithMine, Words } from './types';
import { useBase } from '../ui/use-base';
import { useCategories, useGallery } from './use-gallery';
import { WriteButton } from './write-button';

interface Props {
  image: Image;
  /** Told of every stroke, so that what was typed outlives this form. */
  onDraft: (draft: Pick<Words, 'title' | 'description'> | undefined) => void;
  onDone: () => void;
}

const fields = ['title', 'description', 'categoryId', 'breedId'] as const;

const wordsOf = ({ title, description, categoryId, breedId }: Words): Words => ({ title, description, categoryId, breedId });
const differing = (a: Words, b: Words) => fields.filter((field) => a[field] !== b[field]);
const same = (a: Words, b: Words) => differing(a, b).length === 0;

export function EditForm({ image, onDraft, onDone }: Props) {
  const gallery = useGallery();
  const base = useBase(image, same);
  const [start] = useState(() => wordsOf(image));
  const [words, setWords] = useState(start);
  const [current, setCurrent] = useState<Image>();
  const { run, pending, error } = useAction();
  const { data: categories = [] } = useCategories();
  const busy = pending !== undefined;

  useEffect(() => onDraft({ title: words.title, description: words.description }), [onDraft, words.title, words.description]);

  const done = () => {
    onDraft(undefined);
    onDone();
  };
  const mine: Words = { ...words, title: words.title.trim(), description: words.description.trim() };
  // What one has not touched is not sent: saving must not put it back to what it was.
  const touched = differing(mine, start);
  const save = (version: number) => run('save', async () => {
    try {
      if (touched.length > 0) gallery.take(await requests.edit(image.id, version, Object.fromEntries(touched.map((field) => [field, mine[field]]))));
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
  return (
    <form className="stack edit" aria-label="Edit image" onSubmit={submit} onKeyDown={(event) => { if (event.key === 'Escape' && !current) done(); }}>
      {!same(base, image) && !current && <Alert look="info">This image was changed meanwhile. Saving will ask you which version to keep.</Alert>}
      <Field label="Title" value={words.title} onText={(title) => setWords({ ...words, title })} readOnly={busy} required maxLength={longest.title} start autoComplete="off" />
      <TextArea label="Description" maxLength={longest.description} value={words.description} onText={(description) => setWords({ ...words, description })} readOnly={busy} />
      <CategoryChoice categoryId={words.categoryId} breedId={words.breedId} disabled={busy} onChange={(categoryId, breedId) => setWords({ ...words, categoryId, breedId })} />
      {error !== undefined && <ErrorAlert error={error} what="Your changes were not saved." />}
      <div className="form-actions">
        <WriteButton type="submit" look="main" pending={busy}>Save</WriteButton>
        <Button unavailable={busy} onClick={done}>Discard</Button>
      </div>
      {current && (
        <ConflictDialog subject="this image" versions={[base.version, current.version]} {...compare(categories, { start, mine, current })} pending={busy} error={error}
          onTheirs={done} onMine={() => save(current.version)} onClose={() => setCurrent(undefined)} />
      )}
    </form>
  );
}

/** What both changed, side by side; and what only they changed, which stays either way. */
function compare(categories: readonly Category[], { start, mine, current }: Record<'start' | 'mine' | 'current', Words>) {
  const names: Record<keyof Words, string> = { title: 'Title', description: 'Description', categoryId: 'Category', breedId: 'Breed' };
  const shown = (words: Words, field: keyof Words): string => {
    const value = words[field];
    if (field === 'title' || field === 'description' || value === null) return value ?? '';
    const places: readonly { id: string; name: string }[] = field === 'categoryId' ? categories : categories.flatMap(({ breeds }) => breeds);
    return places.find(({ id }) => id === value)?.name ?? '(gone)';
  };
  const touched = differing(mine, start);
  return {
    rows: touched.filter((field) => mine[field] !== current[field]).map((field) => ({ field: names[field], theirs: shown(current, field), mine: shown(mine, field) })),
    kept: differing(current, start).filter((field) => !touched.includes(field)).map((field) => ({ field: names[field], theirs: shown(current, field) })),
  };
}
