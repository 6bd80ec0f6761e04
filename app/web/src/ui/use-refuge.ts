import { useEffect } from 'react';

/** When what one was busy with goes away, and the focus with it, the keyboard goes on at the head of the page, where it is said what happened. */
export function useRefuge(gone: boolean): void {
  useEffect(() => {
    if (gone && document.activeElement === document.body) document.querySelector<HTMLElement>('#content h1')?.focus({ preventScroll: true });
  }, [gone]);
}
