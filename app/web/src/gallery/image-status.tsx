import type { Image, ImageStatus } from './types';

const shown: Record<ImageStatus, { word: string; look: string }> = {
  PROCESSING: { word: 'Processing', look: 'info' },
  READY: { word: 'Ready', look: 'good' },
  FAILED: { word: 'Failed', look: 'bad' },
};

/** One live region that stays while its word changes: that is what screen readers follow. */
export function ImageStatusBadge({ image, of = image.title }: { image: Image; of?: string }) {
  const { word, look } = shown[image.status];
  return (
    <div className="image-status">
      <span role="status" aria-label={`Status of ${of}`} className={`badge ${look}`}>{word}</span>
      {image.status === 'FAILED' && image.failure && <p className="typed failure">{image.failure}</p>}
    </div>
  );
}
