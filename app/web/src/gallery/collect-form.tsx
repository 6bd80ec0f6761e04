import { useState, type SubmitEvent } from 'react';
import { Link } from 'wouter';
import { isApiError } from '../platform/errors';
import { Alert, ErrorAlert } from '../ui/alert';
import { Choice } from '../ui/choice';
import { useAction } from '../ui/use-action';
import { requests } from './requests';
import type { Image } from './types';
import { useCollections, useGallery, useStale } from './use-gallery';
import { WriteButton } from './write-button';

export function CollectForm({ image }: { image: Image }) {
  const gallery = useGallery();
  const stale = useStale();
  const { data: collections } = useCollections();
  const [chosen, setChosen] = useState('');
  const [into, setInto] = useState<string>();
  const { run, pending, error, forget } = useAction();
  if (!collections) return null;
  if (collections.length === 0) return <p className="small soft">You have no collections yet. <Link href="/gallery/collections">Make one</Link> to put this image into it.</p>;
  // One that was deleted meanwhile is chosen no more.
  const collection = collections.find(({ id }) => id === chosen);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!collection) return;
    setInto(undefined);
    run('collect', async () => {
      try {
        await requests.collect(collection.id, image.id);
        setInto(collection.name);
      } catch (reason) {
        if (isApiError(reason, 'image_gone')) return gallery.forget(image.id);
        throw reason;
      } finally {
        stale('collections');
      }
    });
  };
  return (
    <form className="stack" aria-label="Add to a collection" onSubmit={submit}>
      <div className="line-form">
        <Choice label="Collection" none="Choose one…" value={collection?.id ?? ''} options={collections.map(({ id, name }) => ({ value: id, name }))} onChoose={(id) => { setChosen(id); setInto(undefined); }} />
        <WriteButton type="submit" pending={pending !== undefined} unavailable={!collection}>Add to collection</WriteButton>
      </div>
      {into !== undefined && <Alert look="good" onDismiss={() => setInto(undefined)}>It is in “<span className="typed">{into}</span>”.</Alert>}
      {error !== undefined && <ErrorAlert error={error} what="It was not added." onDismiss={forget} />}
    </form>
  );
}
