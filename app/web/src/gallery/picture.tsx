import type { Image } from './types';
import { useImageFile } from './use-image-file';

/** The picture itself. While it is on its way its place is kept, and its title stands there. */
export function Picture({ image, size }: { image: Image; size: 'thumb' | 'large' }) {
  const url = useImageFile(image.id, size, image.status);
  const shape = size === 'large' && image.width > 0 ? { aspectRatio: `${image.width} / ${image.height}`, maxWidth: Math.max(image.width, 160) } : undefined;
  return <img className={`picture ${size}${url ? '' : ' coming'}`} src={url} alt={image.title} style={shape} dir="auto" />;
}
