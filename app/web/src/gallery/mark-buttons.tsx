import { number } from '../ui/format';
import type { ImageView } from './images';
import { useGallery } from './use-gallery';
import { WriteButton } from './write-button';

/** One's own vote and favourite. The counts are in the names, so that whoever hears the button hears them too. */
export function MarkButtons({ view }: { view: ImageView }) {
  const { marks } = useGallery();
  const { image: { id, status, title }, vote, favourite } = view;
  const off = status !== 'READY';
  return (
    <div className="marks" role="group" aria-label={`Votes on ${title}`}>
      <WriteButton compact aria-pressed={vote === 1} aria-label={`Vote up: ${number(view.upVotes)}`} unavailable={off} onClick={() => marks.vote(id, vote === 1 ? 0 : 1)}>
        <span aria-hidden="true">▲</span>{number(view.upVotes)}
      </WriteButton>
      <WriteButton compact aria-pressed={vote === -1} aria-label={`Vote down: ${number(view.downVotes)}`} unavailable={off} onClick={() => marks.vote(id, vote === -1 ? 0 : -1)}>
        <span aria-hidden="true">▼</span>{number(view.downVotes)}
      </WriteButton>
      <WriteButton compact aria-pressed={favourite} aria-label={`Favourite: ${number(view.favourites)}`} unavailable={off} onClick={() => marks.favourite(id, !favourite)}>
        <span aria-hidden="true">{favourite ? '♥' : '♡'}</span>{number(view.favourites)}
      </WriteButton>
    </div>
  );
}
