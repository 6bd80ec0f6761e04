import type { ReactNode } from 'react';
import { Field } from './field';
import { amountOf } from './money';

interface Props {
  label: string;
  value: string;
  hint?: ReactNode;
  readOnly?: boolean;
  onText: (text: string) => void;
}

export function AmountField({ hint, ...rest }: Props) {
  const wrong = rest.value.trim() !== '' && amountOf(rest.value) === undefined;
  return <Field {...rest} inputMode="decimal" maxLength={12} autoComplete="off" aria-invalid={wrong || undefined} hint={wrong ? 'An amount looks like 12.50.' : hint} />;
}
