import { useCallback, useRef, useState } from 'react';

/**
 * One thing at a time: a second click finds the first still under way and does nothing. (The server would answer
 * it correctly too; this spares it the question.)
 */
export function useAction() {
  const busy = useRef(false);
  const [pending, setPending] = useState<string>();
  const [error, setError] = useState<unknown>();

  const run = useCallback((name: string, work: () => Promise<unknown>): void => {
    // The ref and not the state: two clicks can come before React has drawn the first.
    if (busy.current) return;
    busy.current = true;
    setPending(name);
    setError(undefined);
    work().catch((reason: unknown) => setError(reason ?? new Error('unknown'))).finally(() => {
      busy.current = false;
      setPending(undefined);
    });
  }, []);

  const forget = useCallback(() => setError(undefined), []);
  return { run, pending, error, forget };
}
