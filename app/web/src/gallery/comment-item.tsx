import { memo } from 'react';
import { ErrorAlert } from '../ui/alert';
import { moment } from '../ui/format';
import { handOver } from '../ui/hand-over';
import { useAction } from '../ui/use-action';
import type { Thread } from './thread';
import type { Comment } from './types';
import { useGallery, useRights } from './use-gallery';
import { WriteButton } from './write-button';

interface Props {
  comment: Comment;
  thread: Thread;
}

export const CommentItem = memo(function CommentItem({ comment, thread }: Props) {
  const { me } = useGallery();
  const { moderator } = useRights();
  const { run, pending, error, forget } = useAction();
  const remove = () => run('delete', () => thread.delete(comment.id));
  return (
    // The keyboard goes on at the next comment, and not at the button that deletes it.
    <li ref={handOver} tabIndex={-1} className="comment" aria-label={`Comment ${comment.number} by ${comment.authorName}`}>
      <div className="comment-head">
        <p><span className="typed" dir="auto">{comment.authorName}</span> <time className="small soft" dateTime={comment.createdAt}>{moment(comment.createdAt)}</time></p>
        {(comment.author === me || moderator) && <WriteButton compact look="quiet" pending={pending !== undefined} onClick={remove}>Delete comment</WriteButton>}
      </div>
      <p className="typed lines" dir="auto">{comment.text}</p>
      {error !== undefined && <ErrorAlert error={error} what="The comment was not deleted." onDismiss={forget} />}
    </li>
  );
});
