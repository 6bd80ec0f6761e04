import { memo, useCallback, useEffect, useId, useRef } from 'react';
import { Link } from 'wouter';
import { ApiError } from '../platform/errors';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { bytes } from '../ui/format';
import { handOver } from '../ui/hand-over';
import { Progress } from '../ui/progress';
import { useSecondsUntil } from '../ui/use-seconds-until';
import { longest } from './longest';
import { UploadRefusal } from './upload-refusal';
import type { Item, Phase } from './uploads';
import type { ImageStatus } from './types';
import { useGallery, useImage, useIsGone } from './use-gallery';
import { WriteButton } from './write-button';

const words: Record<Exclude<Phase['is'], 'stored'>, { word: string; look: string }> = {
  chosen: { word: 'Chosen', look: 'plain' },
  waiting: { word: 'Waiting', look: 'warn' },
  uploading: { word: 'Uploading', look: 'info' },
  refused: { word: 'Refused', look: 'bad' },
  stopped: { word: 'Stopped', look: 'plain' },
  unanswered: { word: 'No answer', look: 'warn' },
};
const storedWords: Record<ImageStatus | 'GONE', { word: string; look: string }> = {
  PROCESSING: { word: 'Processing', look: 'info' },
  READY: { word: 'Ready', look: 'good' },
  FAILED: { word: 'Failed', look: 'bad' },
  GONE: { word: 'Deleted', look: 'plain' },
};

export const UploadItem = memo(function UploadItem({ item: { key, file, title, phase }, onStart }: { item: Item; onStart: () => void }) {
  const { uploads } = useGallery();
  const nameId = useId();
  const imageId = phase.is === 'stored' ? phase.imageId : '';
  const image = useImage(imageId)?.image;
  const gone = useIsGone(imageId);
  const { word, look } = phase.is === 'stored' ? storedWords[gone ? 'GONE' : image?.status ?? 'PROCESSING'] : words[phase.is];
  const wait = useSecondsUntil(phase.is === 'refused' && phase.error instanceof ApiError && phase.error.status === 429 ? phase.error.mayGoOnAt : undefined);
  const moving = phase.is === 'waiting' || phase.is === 'uploading';
  const again = phase.is === 'refused' || phase.is === 'stopped' || phase.is === 'unanswered';
  const line = useRef<HTMLLIElement>(null);
  const keep = useCallback((element: HTMLLIElement | null) => {
    line.current = element;
    return handOver(element);
  }, []);
  const wasMoving = useRef(false);
  useEffect(() => {
    // The button that was pressed is gone with its time: the keyboard goes on at the file it stood on.
    if (wasMoving.current !== moving && document.activeElement === document.body) line.current?.focus();
    wasMoving.current = moving;
  }, [moving]);

  return (
    <li className="file stack" aria-labelledby={nameId} ref={keep} tabIndex={-1}>
      <div className="file-head">
        <p id={nameId} className="typed file-name" dir="auto">{file.name}</p>
        <span className="small soft">{bytes(file.size)}</span>
        <span role="status" aria-label={`Status of ${file.name}`} className={`badge ${look}`}>{word}</span>
      </div>
      {phase.is !== 'stored' && <Field label="Title" value={title} onText={(text) => uploads.rename(key, text)} readOnly={moving} maxLength={longest.title} autoComplete="off" />}
      {phase.is === 'uploading' && (
        <Progress label={`Uploading ${file.name}`} value={phase.sent} max={phase.total} words={phase.sent < phase.total ? `${bytes(phase.sent)} of ${bytes(phase.total)} sent` : 'Sent; Bazaar is storing it…'} />
      )}
      {phase.is === 'refused' && <UploadRefusal error={phase.error} />}
      {phase.is === 'unanswered' && <Alert look="warn">The connection broke before Bazaar answered. Try again: should the file have arrived after all, there will still be one image.</Alert>}
      {phase.is === 'stopped' && <p className="small soft">Should it have arrived all the same, it is among your images; sending it again makes no second one.</p>}
      {image?.status === 'FAILED' && image.failure && <p className="typed failure">{image.failure}</p>}
      <div className="form-actions">
        {image?.status === 'READY' && <Link href={`/gallery/images/${image.id}`} className="typed">Open {image.title}</Link>}
        {moving && <Button compact onClick={() => uploads.stop(key)}>Stop</Button>}
        {again && <WriteButton compact unavailable={wait > 0} onClick={onStart}>Try again</WriteButton>}
        {!moving && <Button compact look="quiet" onClick={() => uploads.remove(key)}>Remove</Button>}
      </div>
    </li>
  );
});
