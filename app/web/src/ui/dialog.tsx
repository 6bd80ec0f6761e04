import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';

interface Props {
  title: ReactNode;
  /** Escape; without it the dialog stays until it is answered. */
  onClose?: () => void;
  children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus inside, gives it back afterwards, and stacks. */
export function Dialog({ title, onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Not a plain effect: by the time that is cleaned up the dialog has left the page, and the browser gives the focus back only for one that is still there.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    // The browser would take the first control; the field to be filled in is the better start.
    dialog?.querySelector<HTMLElement>('[data-start]')?.focus();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref} className="dialog" aria-labelledby={titleId}
      // React decides when it goes; Chromium lets a second Escape through, so the key itself is stopped as well.
      onCancel={(event) => { event.preventDefault(); onClose?.(); }}
      onKeyDown={(event) => { if (event.key === 'Escape') { event.preventDefault(); onClose?.(); } }}
    >
      <div className="dialog-body">
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
