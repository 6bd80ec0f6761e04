import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Link, useLocation } from 'wouter';
import { isApiError } from '../platform/errors';
import { Alert, ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { TextArea } from '../ui/text-area';
import { useAction } from '../ui/use-action';
import { DeleteDialog } from './delete-dialog';
import { ImageGrid } from './image-grid';
import type { ImageList } from './image-list';
import { longest } from './longest';
import { PageHead } from '../ui/page-head';
import { RenameForm } from './rename-form';
import { requests } from './requests';
import type { Collection } from './types';
import { useGallery, useStale } from './use-gallery';
import { useImageList } from './use-image-list';
import { useRefuge } from '../ui/use-refuge';
import { WriteButton } from './write-button';

/** A collection comes with its images: whoever asks for these learns about it. */
export function CollectionPage({ id }: { id: string }) {
  const gallery = useGallery();
  const collection = useSyncExternalStore(gallery.onCollection, () => gallery.collection(id));
  const { list, state } = useImageList(`collection ${id}`, () => ({
    source: async (turn) => {
      const page = await requests.collection(id, turn);
      gallery.takeCollection(page.collection);
      return page;
    },
  }));
  const [draft, setDraft] = useState<string>();
  const keep = useCallback((name: string | undefined) => setDraft(name), []);
  const gone = isApiError(state.error, 'not_found');
  useRefuge(gone);
  if (gone) {
    return (
      <>
        <PageHead title={collection?.name ?? 'Collection'} />
        <div className="stack">
          <Alert look="warn">{collection ? 'This collection was deleted.' : 'There is no such collection.'} <Link href="/gallery/collections">Back to your collections</Link></Alert>
          {draft !== undefined && <TextArea label="Your unsaved name" value={draft} rows={1} readOnly />}
        </div>
      </>
    );
  }
  const own = collection?.owner === gallery.me;
  return (
    <>
      <PageHead title={collection?.name ?? 'Collection'} />
      <div className="stack">
        {own && <OwnerActions collection={collection} list={list} onDraft={keep} />}
        <ImageGrid list={list} state={state} empty="No images yet." extra={own ? (imageId) => <Uncollect collectionId={id} imageId={imageId} list={list} /> : undefined} />
      </div>
    </>
  );
}

/** A refusal may mean that the page is behind. */
const lookAgain = (list: ImageList) => (reason: unknown): never => {
  void list.refresh();
  throw reason;
};

function OwnerActions({ collection, list, onDraft }: { collection: Collection; list: ImageList; onDraft: (name: string | undefined) => void }) {
  const gallery = useGallery();
  const stale = useStale();
  const [, goTo] = useLocation();
  const [renaming, setRenaming] = useState(false);
  const [asking, setAsking] = useState(false);
  const rename = useRef<HTMLButtonElement>(null);
  const wasRenaming = useRef(false);
  useEffect(() => {
    // Back to where the keyboard came from.
    if (wasRenaming.current && !renaming) rename.current?.focus();
    wasRenaming.current = renaming;
  }, [renaming]);
  const remove = async () => {
    try {
      await requests.deleteCollection(collection.id);
    } catch (reason) {
      // Somebody was faster; what was wanted is so.
      if (!isApiError(reason, 'not_found')) throw reason;
    }
    gallery.notices.done(`deleted ${collection.id}`, ['“', collection.name, '” is deleted.']);
    goTo('/gallery/collections');
    stale('collections');
  };
  if (renaming) {
    return (
      <RenameForm label="Rename" subject="this collection" thing={collection} longest={longest.collection} save={(version, name) => requests.renameCollection(collection.id, version, name).catch(lookAgain(list))}
        onNews={(news) => { gallery.takeCollection(news); stale('collections'); }} onDraft={onDraft} onDone={() => setRenaming(false)} />
    );
  }
  return (
    <div className="form-actions">
      <Button compact ref={rename} onClick={() => setRenaming(true)}>Rename</Button>
      <WriteButton compact look="danger" onClick={() => setAsking(true)}>Delete</WriteButton>
      {asking && (
        <DeleteDialog title="Delete this collection?" action="Delete collection" work={remove} onClose={() => setAsking(false)}>
          <strong className="typed">{collection.name}</strong> goes. The images in it stay.
        </DeleteDialog>
      )}
    </div>
  );
}

function Uncollect({ collectionId, imageId, list }: { collectionId: string; imageId: string; list: ImageList }) {
  const gallery = useGallery();
  const stale = useStale();
  const { run, pending, error, forget } = useAction();
  const remove = () => run('remove', async () => {
    const { collection } = await requests.uncollect(collectionId, imageId).catch(lookAgain(list));
    gallery.takeCollection(collection);
    list.drop(imageId);
    stale('collections');
  });
  return (
    <>
      <WriteButton compact pending={pending !== undefined} onClick={remove}>Remove from collection</WriteButton>
      <ErrorAlert error={error} what="It was not removed." onDismiss={forget} />
    </>
  );
}
