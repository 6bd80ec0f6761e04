import { useQuery } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { Link } from 'wouter';
import { isApiError } from '../platform/errors';
import { Alert, ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Comments } from './comments';
import { ImageFacts } from './image-facts';
import { PageHead } from '../ui/page-head';
import { Unsent } from './unsent';
import type { Words } from './types';
import { useGallery, useImage, useIsGone } from './use-gallery';
import { useRefuge } from '../ui/use-refuge';

export function ImagePage({ id }: { id: string }) {
  const gallery = useGallery();
  const view = useImage(id);
  const gone = useIsGone(id);
  const title = useRef<string>(undefined);
  title.current = view?.image.title ?? title.current;
  // Here and not in the forms: an image that is deleted takes its forms along, but not what was typed into them.
  const [comment, setComment] = useState('');
  const [words, setWords] = useState<Pick<Words, 'title' | 'description'>>();
  const draft = useCallback((now: typeof words) => setWords(now), []);
  const first = useQuery({
    queryKey: ['gallery', 'image', id],
    queryFn: async () => {
      await gallery.read(id);
      return true;
    },
  });

  useRefuge(gone);
  const unknown = !view && isApiError(first.error, 'not_found');
  if (gone || unknown) {
    return (
      <>
        <PageHead title={title.current ?? 'Image'} />
        <div className="stack">
          <Alert look="warn">{gone ? 'This image was deleted.' : 'There is no such image.'} <Link href="/gallery">Back to the gallery</Link></Alert>
          <Unsent comment={comment} words={words} />
        </div>
      </>
    );
  }
  if (!view) {
    return (
      <>
        <PageHead title="Image" />
        {first.error
          ? <div className="stack"><ErrorAlert error={first.error} /><div><Button onClick={() => void first.refetch()}>Try again</Button></div></div>
          : <p role="status" className="soft">Looking for the image…</p>}
      </>
    );
  }
  return (
    <>
      <PageHead title={view.image.title} />
      <div className="image-page">
        <ImageFacts view={view} onDraft={draft} />
        <Comments image={view.image} draft={comment} onDraft={setComment} />
      </div>
    </>
  );
}
