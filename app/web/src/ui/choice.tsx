import { useId, type ReactNode } from 'react';

interface Props {
  label: string;
  value: string;
  options: readonly { value: string; name: string }[];
  /** The option that stands for no choice (value ''). */
  none?: string;
  hint?: ReactNode;
  disabled?: boolean;
  onChoose: (value: string) => void;
}

export function Choice({ label, value, options, none, hint, disabled, onChoose }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} disabled={disabled} dir="auto" aria-describedby={hint ? `${id}-hint` : undefined} onChange={(event) => onChoose(event.target.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => <option key={option.value} value={option.value}>{option.name}</option>)}
      </select>
      {hint && <p id={`${id}-hint`} className="small soft">{hint}</p>}
    </div>
  );
}
