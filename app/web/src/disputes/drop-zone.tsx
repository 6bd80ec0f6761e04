import { useEffect, useId, useRef, useState, type DragEvent } from 'react';
import { bytes } from '../ui/format';

interface Props {
  file: File | undefined;
  locked: boolean;
  onFile: (file: File | undefined) => void;
}

/** A plain file input, stretched over the area that also takes a dropped file: keyboard and screen readers see just the input. */
export function DropZone({ file, locked, onFile }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  useEffect(() => {
    // Else choosing the same file again would be no change to the browser.
    if (!file && input.current) input.current.value = '';
  }, [file]);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped && !locked) onFile(dropped);
  };

  return (
    <div className={`drop${over ? ' over' : ''}`} onDragOver={(event) => { event.preventDefault(); setOver(!locked); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <label className="field-name" htmlFor={id}>CSV file</label>
      <input ref={input} id={id} type="file" accept=".csv,text/csv" disabled={locked} aria-describedby={`${id}-file`} onChange={(event) => { const chosen = event.target.files?.[0]; if (chosen) onFile(chosen); }} />
      <p id={`${id}-file`}>
        {file ? <><span className="typed">{file.name}</span> <span className="soft small">{bytes(file.size)}</span></> : <span className="soft">Choose a file, or drop it here.</span>}
      </p>
    </div>
  );
}
