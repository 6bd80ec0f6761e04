import { useEffect, useRef, useState } from 'react';
import { ApiError, isApiError, SignedOut } from '../platform/errors';
import type { ImageStatus } from './types';
import { requests } from './requests';
import { useOpened } from './use-gallery';

const TRIES = 4;

/** The address of an image's bytes, fetched with the token and kept while it is shown. */
export function useImageFile(id: string, size: 'thumb' | 'large', status: ImageStatus | undefined): string | undefined {
  const { gallery, opens } = useOpened();
  const [url, setUrl] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  const failed = useRef(false);

  useEffect(() => {
    // What could not be fetched is asked for again when the connection is back.
    if (failed.current) setAttempt((before) => before + 1);
  }, [opens]);

  useEffect(() => {
    if (status !== 'READY') return;
    const left = new AbortController();
    let made: string | undefined;
    failed.current = false;
    void (async () => {
      for (let tries = 1; !left.signal.aborted; tries += 1) {
        try {
          made = URL.createObjectURL(await requests.file(id, size, left.signal));
          if (left.signal.aborted) URL.revokeObjectURL(made);
          else setUrl(made);
          return;
        } catch (error) {
          if (left.signal.aborted || error instanceof SignedOut) return;
          if (isApiError(error, 'image_gone')) return gallery.forget(id);
          const refused = error instanceof ApiError && error.status < 500 && error.status !== 429;
          if (refused || tries === TRIES) {
            failed.current = !refused;
            return;
          }
          await pause(error instanceof ApiError ? Math.max(500, (error.mayGoOnAt ?? 0) - Date.now()) : tries * 500);
        }
      }
    })();
    return () => {
      left.abort();
      if (made) URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [gallery, id, size, status, attempt]);
  return url;
}

const pause = (ms: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); });
