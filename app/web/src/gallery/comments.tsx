import { useEffect, useState, useSyncExternalStore, type SubmitEvent } from 'react';
import { isApiError, mayHaveArrived } from '../platform/errors';
import { session } from '../platform/session';
import { Alert, ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { handOver } from '../ui/hand-over';
import { TextArea } from '../ui/text-area';
import { useAction } from '../ui/use-action';
import { CommentItem } from './comment-item';
import { longest } from './longest';
import { Thread } from './thread';
import type { Image } from './types';
import { useGallery } from './use-gallery';
import { WriteButton } from './write-button';

interface Props {
  image: Image;
  draft: string;
  onDraft: (change: (now: string) => string) => void;
}

export function Comments({ image, draft, onDraft }: Props) {
  const gallery = useGallery();
  const [thread] = useState(() => new Thread(image.id, gallery.me, (answer) => gallery.take(answer)));
  const { comments, sending, more, error } = useSyncExternalStore(thread.subscribe, thread.state);
  const loadingMore = useAction();
  useEffect(() => {
    const stop = gallery.follow(thread);
    void thread.refresh();
    return stop;
  }, [gallery, thread]);
  // Whoever hears it first tells the page.
  useEffect(() => { if (isApiError(error, 'image_gone')) gallery.forget(image.id); }, [gallery, image.id, error]);

  return (
    <section className="card stack" aria-label="Comments">
      <h2 tabIndex={-1}>{count(image.comments, 'comment')}</h2>
      {error !== undefined && <div className="stack" ref={handOver}><ErrorAlert error={error} /><div><Button onClick={() => void thread.refresh()}>Try again</Button></div></div>}
      {comments === undefined && error === undefined && <p role="status" className="soft">Looking for comments…</p>}
      {((comments && comments.length > 0) || sending !== undefined) && (
        <ul role="list" className="stack comments" aria-label="Comments">
          {comments?.map((comment) => <CommentItem key={comment.id} comment={comment} thread={thread} />)}
          {sending !== undefined && (
            <li className="comment unsure" aria-label={`Comment by ${session.user?.name ?? 'you'}, sending`}>
              <p className="comment-head"><span className="typed" dir="auto">{session.user?.name}</span> <span className="small soft">Sending…</span></p>
              <p className="typed lines" dir="auto">{sending}</p>
            </li>
          )}
        </ul>
      )}
      {more && <div ref={handOver}><Button compact pending={loadingMore.pending !== undefined} onClick={() => loadingMore.run('more', () => thread.loadMore())}>Load more comments</Button></div>}
      <ErrorAlert error={loadingMore.error} />
      <CommentForm thread={thread} image={image} draft={draft} onDraft={onDraft} />
    </section>
  );
}

function CommentForm({ thread, image, draft, onDraft }: Props & { thread: Thread }) {
  const gallery = useGallery();
  const { run, pending, error, forget } = useAction();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const text = draft.trim();
    if (!text || image.status !== 'READY') return;
    run('send', async () => {
      onDraft(() => '');
      try {
        await thread.send(text);
      } catch (reason) {
        // Given back, before whatever has been typed since.
        onDraft((since) => (since.trim() ? `${text}\n${since}` : text));
        if (isApiError(reason, 'image_gone') || isApiError(reason, 'not_found')) gallery.forget(image.id);
        throw reason;
      }
    });
  };
  return (
    <form className="stack" aria-label="Write a comment" onSubmit={submit}>
      {error !== undefined && (mayHaveArrived(error)
        ? <Alert look="warn" onDismiss={forget}>Bazaar did not answer: your comment may have arrived, or not. Send it again as it is; it will not appear twice.</Alert>
        : <ErrorAlert error={error} what="Your comment was not sent." onDismiss={forget} />)}
      <TextArea label="Comment" maxLength={longest.comment} value={draft} onText={(text) => onDraft(() => text)} />
      <div><WriteButton type="submit" look="main" pending={pending !== undefined} unavailable={!draft.trim() || image.status !== 'READY'}>Send comment</WriteButton></div>
    </form>
  );
}
