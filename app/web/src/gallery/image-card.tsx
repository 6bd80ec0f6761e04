import { memo, useId, type ReactNode } from 'react';
import { Link } from 'wouter';
import { count } from '../ui/format';
import { handOver } from '../ui/hand-over';
import { MarkButtons } from './mark-buttons';
import { Picture } from './picture';
import { useImage } from './use-gallery';

interface Props {
  id: string;
  children?: ReactNode;
}

export const ImageCard = memo(function ImageCard({ id, children }: Props) {
  const view = useImage(id);
  const titleId = useId();
  if (!view) return null;
  const { image } = view;
  return (
    <li ref={handOver} className="card linked image-card" aria-labelledby={titleId}>
      <Picture image={image} size="thumb" />
      <div className="image-card-body">
        <h3 id={titleId} className="typed" dir="auto"><Link href={`/gallery/images/${image.id}`} className="whole-card">{image.title}</Link></h3>
        <p className="small soft typed" dir="auto">{image.uploaderName}</p>
        <MarkButtons view={view} />
        <p className="small soft">{count(image.comments, 'comment')}</p>
        {children}
      </div>
    </li>
  );
});
