import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { LinkNotice } from '../ui/link-notice';
import { SessionList } from './session-list';
import { UploadForm } from './upload-form';
import { VanishedNotices } from './vanished-notices';
import { BoardContext, useLiveBoard } from './use-board';
import './disputes.css';

export default function DisputesPage() {
  const { board, rows, link, retryLink, loading, error, reload } = useLiveBoard();
  return (
    <BoardContext value={board}>
      <title>Disputes · Bazaar</title>
      <div className="page-head">
        <h1>Disputes</h1>
        <LinkNotice link={link} onRetry={retryLink} />
      </div>
      <div className="disputes">
        <UploadForm onUnknown={reload} />
        <section className="stack" aria-labelledby="uploads-title">
          <h2 id="uploads-title" tabIndex={-1}>Your uploads</h2>
          <VanishedNotices />
          {error && rows.length === 0 && <div className="stack"><ErrorAlert error={error} /><div><Button onClick={reload}>Try again</Button></div></div>}
          {loading && rows.length === 0 && <p role="status" className="soft">Looking for your uploads…</p>}
          {!loading && !error && rows.length === 0 && (
            <div className="empty">
              <p><strong>Nothing uploaded yet.</strong></p>
              <p className="soft">Choose a CSV file with the columns <code>reference,amount,currency,reason</code> for new disputes, or <code>reference,amount,status</code> to update some.</p>
            </div>
          )}
          {rows.length > 0 && <SessionList rows={rows} />}
        </section>
      </div>
    </BoardContext>
  );
}
