import { useId, type Ref, type TextareaHTMLAttributes } from 'react';

interface Props extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange'> {
  label: string;
  ref?: Ref<HTMLTextAreaElement>;
  onText?: (text: string) => void;
}

/** A field of several lines; it grows with what is typed. */
export function TextArea({ label, onText, rows = 2, ...rest }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea {...rest} id={id} rows={rows} dir="auto" onChange={(event) => onText?.(event.target.value)} />
    </div>
  );
}
