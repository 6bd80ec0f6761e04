import { moment } from '../ui/format';
import { money } from '../ui/money';
import type { Change } from './types';
import { useAccount, usePlans } from './use-billing';

/** How the subscription came to be what it is, the newest first. */
export function History() {
  const { data: account } = useAccount();
  const { data: plans } = usePlans();
  const names = new Map(plans?.map(({ id, name }) => [id, name]));
  if (!account || account.changes.length === 0) return null;
  return (
    <section className="card stack" aria-label="Changes">
      <h2>Changes</h2>
      <ul role="list" className="stack" aria-label="Changes">
        {[...account.changes].sort((a, b) => b.number - a.number).map((change) => (
          <li key={change.number} aria-label={`Change ${change.number}`}>
            <p className="typed">{wordsOf(change, (id) => names.get(id ?? '') ?? 'a plan')}{Number(change.charged) > 0 && <>; charged {money(change.charged)}</>}.</p>
            <p className="small soft"><time dateTime={change.at}>{moment(change.at)}</time></p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function wordsOf({ kind, fromPlan, toPlan }: Change, name: (id: string | null) => string): string {
  switch (kind) {
    case 'start': return `Subscribed to ${name(toPlan)}`;
    case 'change': return `From ${name(fromPlan)} to ${name(toPlan)}`;
    case 'cancel': return `Cancelled ${name(fromPlan)}`;
  }
}
