import { count } from '../ui/format';
import type { Kind, ReportEntry } from './types';

const columns: Record<Kind, string[]> = {
  create: ['reference', 'amount', 'currency', 'reason'],
  update: ['reference', 'amount', 'status'],
};

/** Bazaar stops looking after so many. */
const LIMIT = 100;

export function ReportTable({ fileName, kind, report }: { fileName: string; kind: Kind; report: ReportEntry[] }) {
  return (
    <details className="report" open>
      <summary>{report.length >= LIMIT ? `The first ${LIMIT} problems` : count(report.length, 'problem')} in this file</summary>
      <div className="report-scroll" tabIndex={0} role="region" aria-label={`Problems in ${fileName}`}>
        <table aria-label={`Report for ${fileName}`}>
          <thead><tr><th scope="col">Line</th><th scope="col">Column</th><th scope="col">Message</th></tr></thead>
          <tbody>
            {report.map((entry, index) => (
              // Entries have no identity of their own and never change.
              <tr key={index}><td className="digits">{entry.line}</td><td>{entry.column} <span className="soft">{columns[kind][entry.column - 1]}</span></td><td className="typed">{entry.message}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
