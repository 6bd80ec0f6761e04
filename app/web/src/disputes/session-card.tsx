import { memo, useId, useRef } from 'react';
import { bytes, count, moment } from '../ui/format';
import { Progress } from '../ui/progress';
import type { Row } from './board';
import { LabelEditor } from './label-editor';
import { ReportTable } from './report-table';
import { SessionActions } from './session-actions';
import { countsOf, statusOf } from './status';

export const SessionCard = memo(function SessionCard({ row }: { row: Row }) {
  const { session, job } = row;
  const id = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const status = statusOf(row);
  const facts = [session.rowCount === null ? undefined : count(session.rowCount, 'row'), ...countsOf(row)].filter((fact) => fact !== undefined);
  return (
    <li className="card stack session" aria-labelledby={id}>
      <div className="session-head">
        <h3 id={id} ref={title} tabIndex={-1} className="typed">{session.fileName}</h3>
        <span role="status" aria-label={`Status of ${session.fileName}`} className={`badge ${status.look}`}>{status.word}</span>
      </div>
      <LabelEditor session={session} />
      {facts.length > 0 && <ul role="list" className="facts" aria-label="Counts">{facts.map((fact) => <li key={fact}>{fact}</li>)}</ul>}
      {job?.status === 'PROCESSING' && (
        <Progress label={`Processing ${session.fileName}`} value={job.processed} max={job.total ?? session.rowCount ?? undefined} words={`${count(job.processed, 'row')} processed`} />
      )}
      {job?.status === 'FAILED' && job.error && <p className="typed failed">{job.error}</p>}
      {session.status === 'INVALID' && session.report && <ReportTable fileName={session.fileName} kind={session.kind} report={session.report} />}
      <div className="session-foot">
        <p className="small soft">{session.kind === 'create' ? 'Create' : 'Update'} · {bytes(session.byteSize)} · <time dateTime={session.createdAt}>{moment(session.createdAt)}</time> · version {session.version}</p>
        <SessionActions row={row} onGone={() => document.getElementById('uploads-title')?.focus()} onSettled={() => title.current?.focus()} />
      </div>
    </li>
  );
});
