import type { ComponentProps, MouseEvent } from 'react';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  look?: 'main' | 'plain' | 'danger' | 'quiet';
  compact?: boolean;
  /** Its own work is under way. */
  pending?: boolean;
  unavailable?: boolean;
}

/** aria-disabled and not disabled: a button that is busy keeps the focus of whoever pressed it. */
export function Button({ look = 'plain', compact, pending = false, unavailable = false, onClick, type = 'button', children, ...rest }: ButtonProps) {
  const off = pending || unavailable;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (off) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button {...rest} type={type} className={`button ${look}${compact ? ' compact' : ''}`} aria-disabled={off} aria-busy={pending} onClick={press}>
      {pending && <span className="spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}
