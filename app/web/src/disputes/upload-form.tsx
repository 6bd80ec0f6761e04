import { useState, type SubmitEvent } from 'react';
import { ApiError } from '../platform/errors';
import { Alert, ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Progress } from '../ui/progress';
import { bytes } from '../ui/format';
import { useSecondsUntil } from '../ui/use-seconds-until';
import { DropZone } from './drop-zone';
import type { Kind } from './types';
import { useUpload } from './use-upload';

export function UploadForm({ onUnknown }: { onUnknown: () => void }) {
  const [file, setFile] = useState<File>();
  const [kind, setKind] = useState<Kind>('create');
  const [label, setLabel] = useState('');
  const { upload, start, stop, forget } = useUpload(onUnknown);
  const sending = upload.phase === 'sending';
  const refused = upload.phase === 'refused' && upload.error instanceof ApiError ? upload.error : undefined;
  const wait = useSecondsUntil(refused?.mayGoOnAt);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!file || wait > 0) return;
    // Emptied only when the file is safely there; after a refusal everything stays for another try.
    if (await start(file, kind, label.trim())) {
      setFile(undefined);
      setLabel('');
    }
  };

  return (
    <form className="card stack upload" aria-label="Upload a file" onSubmit={(event) => void submit(event)}>
      <h2>Upload a file</h2>
      <DropZone file={file} locked={sending} onFile={(chosen) => { setFile(chosen); forget(); }} />
      <fieldset disabled={sending}>
        <legend className="field-name">Kind</legend>
        <div className="choices">
          <label className="choice"><input type="radio" name="kind" checked={kind === 'create'} onChange={() => setKind('create')} />Create</label>
          <label className="choice"><input type="radio" name="kind" checked={kind === 'update'} onChange={() => setKind('update')} />Update</label>
        </div>
      </fieldset>
      <Field label="Label" hint="Optional: what you call this file." value={label} onText={setLabel} readOnly={sending} autoComplete="off" />
      {upload.phase === 'sending' && (
        <Progress label={`Uploading ${upload.fileName}`} value={upload.sent} max={upload.total} words={upload.sent < upload.total ? `${bytes(upload.sent)} of ${bytes(upload.total)} sent` : 'Sent; Bazaar is storing it…'} />
      )}
      {upload.phase === 'refused' && <ErrorAlert error={upload.error} onDismiss={forget} />}
      {upload.phase === 'unknown' && <Alert look="warn" onDismiss={forget}>The connection broke before Bazaar answered. Look whether the file is in your uploads before you send it again.</Alert>}
      {upload.phase === 'stopped' && <Alert look="info" onDismiss={forget}>Upload stopped.</Alert>}
      {upload.phase === 'done' && <Alert look="good" onDismiss={forget}><span className="typed">{upload.session.fileName}</span> is uploaded. Validate it next.</Alert>}
      <div className="upload-actions">
        <Button type="submit" look="main" pending={sending} unavailable={!file || wait > 0}>{sending ? 'Uploading…' : 'Upload'}</Button>
        {sending && <Button onClick={stop}>Stop</Button>}
      </div>
    </form>
  );
}
