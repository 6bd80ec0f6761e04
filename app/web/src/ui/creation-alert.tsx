import type { ReactNode } from 'react';
import { mayHaveArrived } from '../platform/errors';
import { Alert, ErrorAlert } from './alert';

interface Props {
  error: unknown;
  /** What did not happen, as `Nothing was bought.` */
  what: ReactNode;
  /** What may have happened, and how to find out, as `They may be bought, or not. Press Buy again: it will not be bought twice.` */
  unsure: ReactNode;
  onDismiss: () => void;
}

/** Why something was not created, or that nobody knows whether it was. */
export function CreationAlert({ error, what, unsure, onDismiss }: Props) {
  if (error === undefined) return null;
  if (mayHaveArrived(error)) return <Alert look="warn" onDismiss={onDismiss}>Bazaar did not answer: {unsure}</Alert>;
  return <ErrorAlert error={error} what={what} onDismiss={onDismiss} />;
}
