import { Field } from './field';

interface Props {
  label: string;
  value: string;
  min: number;
  max: number;
  readOnly?: boolean;
  hint?: string;
  onText: (text: string) => void;
}

/** Of whole numbers. */
export function NumberField(props: Props) {
  return <Field {...props} type="number" inputMode="numeric" step={1} required autoComplete="off" />;
}

/** What was typed, if it is a whole number between the two. */
export function wholeNumber(typed: string, min: number, max: number): number | undefined {
  if (!/^\d{1,9}$/.test(typed.trim())) return undefined;
  const value = Number(typed);
  return value >= min && value <= max ? value : undefined;
}
