import type { ReactNode } from 'react';
import { ApiError, explain } from '../platform/errors';
import { Button } from './button';
import { handOver } from './hand-over';
import { useSecondsUntil } from './use-seconds-until';

interface Props {
  look?: 'bad' | 'warn' | 'good' | 'info';
  onDismiss?: () => void;
  children: ReactNode;
}

export function Alert({ look = 'bad', onDismiss, children }: Props) {
  return (
    <div ref={handOver} className={`alert ${look}`} role={look === 'bad' || look === 'warn' ? 'alert' : 'status'}>
      <div>{children}</div>
      {onDismiss && <Button look="quiet" compact aria-label="Dismiss" onClick={onDismiss}><span aria-hidden="true">✕</span></Button>}
    </div>
  );
}

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

interface ErrorProps {
  error: unknown;
  /** What did not happen, before the reason why. */
  what?: ReactNode;
  onDismiss?: () => void;
}

export function ErrorAlert({ error, what, onDismiss }: ErrorProps) {
  // Maintenance ends when somebody ends it: a moment would be a promise nobody made.
  const goOnAt = error instanceof ApiError && error.code !== 'maintenance' ? error.mayGoOnAt : undefined;
  const seconds = useSecondsUntil(goOnAt);
  if (!error) return null;
  return (
    <Alert look={goOnAt ? 'warn' : 'bad'} onDismiss={onDismiss}>
      {what}{what && ' '}
      {explain(error)}
      {goOnAt !== undefined && <> You can go on at {clock.format(goOnAt)}. </>}
      {/* Ticks for the eye only: read aloud every second it would be a torment. */}
      {goOnAt !== undefined && <span className="countdown" aria-hidden="true">{seconds > 0 ? `In ${seconds} s.` : 'That is now.'}</span>}
    </Alert>
  );
}
