import type { Row } from './board';
import { SessionCard } from './session-card';

export function SessionList({ rows }: { rows: readonly Row[] }) {
  return (
    // The role is said aloud: Safari takes it away from lists without bullets.
    <ul role="list" className="stack" aria-label="Your uploads">
      {rows.map((row) => <SessionCard key={row.session.id} row={row} />)}
    </ul>
  );
}
