import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from 'react';

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  label: string;
  hint?: ReactNode;
  /** Where to begin: on a page by `autoFocus`, in a dialog (which only then opens) by this mark. */
  start?: boolean;
  ref?: Ref<HTMLInputElement>;
  onText: (text: string) => void;
}

export function Field({ label, hint, start, onText, ref, ...rest }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input {...rest} ref={ref} id={id} autoFocus={start} data-start={start || undefined} dir="auto" aria-describedby={hint ? `${id}-hint` : undefined} onChange={(event) => onText(event.target.value)} />
      {hint && <p id={`${id}-hint`} className="small soft">{hint}</p>}
    </div>
  );
}
