import { memo, useId } from 'react';
import { Link } from 'wouter';
import { handOver } from '../ui/hand-over';
import { ImageStatusBadge } from './image-status';
import { Picture } from './picture';
import { useImage } from './use-gallery';

export const OwnImage = memo(function OwnImage({ id }: { id: string }) {
  const view = useImage(id);
  const titleId = useId();
  if (!view) return null;
  return (
    <li ref={handOver} className="own-image" aria-labelledby={titleId}>
      <Picture image={view.image} size="thumb" />
      <h3 id={titleId} className="typed" dir="auto"><Link href={`/gallery/images/${id}`}>{view.image.title}</Link></h3>
      <ImageStatusBadge image={view.image} />
    </li>
  );
});
