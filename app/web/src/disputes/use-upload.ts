import { useCallback, useRef, useState } from 'react';
import { Unreachable } from '../platform/errors';
import { Stopped } from '../platform/upload';
import { requests } from './requests';
import type { Kind, UploadSession } from './types';
import { useBoard } from './use-board';

type Upload =
  | { phase: 'idle' }
  | { phase: 'sending'; fileName: string; sent: number; total: number }
  | { phase: 'done'; session: UploadSession }
  | { phase: 'stopped' }
  /** No answer came: the file may or may not have arrived. */
  | { phase: 'unknown' }
  | { phase: 'refused'; error: unknown };

export function useUpload(onUnknown: () => void) {
  const board = useBoard();
  const [upload, setUpload] = useState<Upload>({ phase: 'idle' });
  const running = useRef<AbortController>(undefined);

  const start = useCallback(async (file: File, kind: Kind, label: string): Promise<boolean> => {
    if (running.current) return false;
    const control = new AbortController();
    running.current = control;
    setUpload({ phase: 'sending', fileName: file.name, sent: 0, total: file.size });
    try {
      const session = await requests.upload(file, kind, label, (sent, total) => setUpload({ phase: 'sending', fileName: file.name, sent, total }), control.signal);
      board.session(session);
      setUpload({ phase: 'done', session });
      return true;
    } catch (error) {
      if (error instanceof Stopped || error instanceof Unreachable) {
        setUpload({ phase: error instanceof Stopped ? 'stopped' : 'unknown' });
        // It may have arrived all the same: let the list tell.
        onUnknown();
      } else setUpload({ phase: 'refused', error });
      return false;
    } finally {
      running.current = undefined;
    }
  }, [board, onUnknown]);

  const stop = useCallback(() => running.current?.abort(), []);
  const forget = useCallback(() => setUpload((now) => (now.phase === 'sending' ? now : { phase: 'idle' })), []);
  return { upload, start, stop, forget };
}
