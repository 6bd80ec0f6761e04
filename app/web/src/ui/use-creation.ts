import { useCallback, useEffect, useRef } from 'react';
import { useAction } from './use-action';

/**
 * {@link useAction} for what creates something. While its form is there, a lost answer leaves the intent open, and trying again asks for the same thing once more. Whoever
 * dismisses what is said of it, or goes elsewhere and comes back, begins anew.
 */
export function useCreation(forgetIntent: () => void) {
  const { forget, ...action } = useAction();
  const latest = useRef(forgetIntent);
  latest.current = forgetIntent;
  useEffect(() => () => latest.current(), []);
  const dismiss = useCallback(() => {
    latest.current();
    forget();
  }, [forget]);
  return { ...action, dismiss };
}
