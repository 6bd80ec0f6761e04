import { Field } from '../ui/field';

/** Browsers without a field for months show a plain one. */
export function MonthField({ value, readOnly, onText }: { value: string; readOnly: boolean; onText: (text: string) => void }) {
  return <Field label="Month" type="month" value={value} readOnly={readOnly} required pattern="\d{4}-(0[1-9]|1[0-2])" onText={onText} />;
}

export function thisMonth(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`;
}
