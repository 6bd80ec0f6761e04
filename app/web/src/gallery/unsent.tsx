import { TextArea } from '../ui/text-area';
import type { Words } from './types';

/** Gives back what was being typed about an image that is no more. */
export function Unsent({ comment, words }: { comment: string; words: Pick<Words, 'title' | 'description'> | undefined }) {
  if (!comment.trim() && !words) return null;
  return (
    <section className="card stack" aria-label="What you were typing">
      <p>What you were typing could not be kept with the image. Here it is, to copy:</p>
      {comment.trim() && <TextArea label="Your unsent comment" value={comment} readOnly />}
      {words && <TextArea label="Your unsaved title" value={words.title} rows={1} readOnly />}
      {words && <TextArea label="Your unsaved description" value={words.description} readOnly />}
    </section>
  );
}
