import type { Image } from './types';
import { useImageFile } from './use-image-file';

/** The picture itself. While it is on its way its place is kept, and its title stands there. */
export function Picture({ image, size }: { image: Image; size: 'thumb' | 'large' }) {
  const url = useImageFile(image.id, size, image.status);
  const shape = size === 'large' && image.width > 0 ? { aspectRatio: `${image.width} / ${image.height}`, maxWidth: Math.max(image.width, 160) } : undefined;
  // Not an `img` without an address: browsers draw a torn picture for that.
  if (!url) return <div className={`picture ${size} coming`} role="img" aria-label={image.title} style={shape} dir="auto">{image.title}</div>;
  return <img className={`picture ${size}`} src={url} alt={image.title} style={shape} dir="auto" />;
}
