import { useSyncExternalStore } from 'react';
import { Alert, ErrorAlert } from './alert';
import type { Notices } from './notices';

export function NoticeList({ notices }: { notices: Notices }) {
  const all = useSyncExternalStore(notices.subscribe, notices.all);
  if (all.length === 0) return null;
  return (
    <div className="stack notices">
      {all.map(({ key, what, error }) => {
        const [before, name, after] = what;
        const words = <>{before}<span className="typed">{name}</span>{after}</>;
        return error === undefined
          ? <Alert key={key} look="good" onDismiss={() => notices.withdraw(key)}>{words}</Alert>
          : <ErrorAlert key={key} what={words} error={error} onDismiss={() => notices.withdraw(key)} />;
      })}
    </div>
  );
}
