import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/** Whoever follows a link begins at the head of the page, with eye and keyboard. Going back is the browser's: it knows where one was. */
export function useArrival(): void {
  const [path] = useLocation();
  const seen = useRef(path);
  const wentBack = useRef(false);
  useEffect(() => {
    const back = () => { wentBack.current = true; };
    const on = () => { wentBack.current = false; };
    // The latter two are wouter's own.
    addEventListener('popstate', back);
    addEventListener('pushState', on);
    addEventListener('replaceState', on);
    return () => {
      removeEventListener('popstate', back);
      removeEventListener('pushState', on);
      removeEventListener('replaceState', on);
    };
  }, []);
  useEffect(() => {
    if (seen.current === path) return;
    seen.current = path;
    if (wentBack.current) return;
    scrollTo({ top: 0 });
    document.querySelector<HTMLElement>('#content h1')?.focus({ preventScroll: true });
  }, [path]);
}
