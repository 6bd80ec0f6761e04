import { useEffect, useRef, useState } from 'react';
import { followEvents, type LiveHandlers, type LinkState } from './live-events';

/**
 * A live connection for as long as the component is there.
 *
 * `onOpen` is called each time it opens, and has to ask for everything that is shown: listening first, asking second, nothing can fall between.
 */
export function useLiveLink(path: string, handlers: Pick<LiveHandlers, 'onEvent' | 'onOpen'>): { link: LinkState; retryLink: () => void } {
  const [link, setLink] = useState<LinkState>('connecting');
  const retry = useRef<() => void>(undefined);
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const { stop, retryNow } = followEvents(path, {
      onEvent: (name, data) => latest.current.onEvent(name, data),
      onOpen: () => latest.current.onOpen(),
      onState: setLink,
    });
    retry.current = retryNow;
    return stop;
  }, [path]);
  return { link, retryLink: () => retry.current?.() };
}
