import { useId, useState, type DragEvent } from 'react';

/** A plain file input, stretched over the area that also takes dropped files: keyboard and screen readers see just the input. */
export function FilePicker({ onFiles }: { onFiles: (files: File[]) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <div className={`drop${over ? ' over' : ''}`} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <label className="field-name" htmlFor={id}>Image files</label>
      <input
        id={id} type="file" multiple accept="image/png,image/jpeg,image/webp,image/gif" aria-describedby={`${id}-hint`}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // Else choosing the same file again would be no change to the browser.
          event.target.value = '';
        }}
      />
      <p id={`${id}-hint`} className="soft">PNG, JPEG, WebP or GIF. Choose some, or drop them here.</p>
    </div>
  );
}
