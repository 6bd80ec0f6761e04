import { useState, useSyncExternalStore, type SubmitEvent } from 'react';
import { Choice } from '../ui/choice';
import { TextArea } from '../ui/text-area';
import { CategoryChoice } from './category-choice';
import { FilePicker } from './file-picker';
import { longest } from './longest';
import { UploadItem } from './upload-item';
import { useCategories, useCollections, useGallery } from './use-gallery';
import { WriteButton } from './write-button';

export function UploadForm() {
  const { uploads } = useGallery();
  const items = useSyncExternalStore(uploads.subscribe, uploads.items);
  const { data: categories } = useCategories();
  const { data: collections = [] } = useCollections();
  const [chosen, setChosen] = useState<{ categoryId: string; breedId: string | null }>();
  const [description, setDescription] = useState('');
  const [collectionId, setCollectionId] = useState('');
  // Until one has chosen: where images go that nobody has sorted.
  const place = chosen ?? { categoryId: categories?.find(({ preset }) => preset)?.id ?? '', breedId: null };
  const words = { description: description.trim(), ...place, collectionId: collections.some(({ id }) => id === collectionId) ? collectionId : null };
  const open = items.filter(({ phase: { is } }) => is === 'chosen' || is === 'refused' || is === 'stopped' || is === 'unanswered');

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    uploads.start(words);
  };
  return (
    <form className="card stack" aria-label="Upload images" onSubmit={submit}>
      <FilePicker onFiles={(files) => uploads.add(files)} />
      {items.length > 0 && <ul role="list" className="files" aria-label="Files">{items.map((item) => <UploadItem key={item.key} item={item} onStart={() => uploads.start(words, item.key)} />)}</ul>}
      <fieldset className="stack">
        <legend className="field-name">For all that are sent now</legend>
        <TextArea label="Description" maxLength={longest.description} value={description} onText={setDescription} />
        <div className="pair">
          <CategoryChoice {...place} onChange={(categoryId, breedId) => setChosen({ categoryId, breedId })} />
        </div>
        <Choice label="Collection" none="None" value={words.collectionId ?? ''} options={collections.map(({ id, name }) => ({ value: id, name }))} onChoose={setCollectionId} />
      </fieldset>
      <WriteButton type="submit" look="main" unavailable={open.length === 0 || !place.categoryId}>Upload</WriteButton>
    </form>
  );
}
