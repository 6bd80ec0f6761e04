import { useSyncExternalStore } from 'react';
import { Alert, ErrorAlert } from '../ui/alert';
import { useGallery } from './use-gallery';

export function NoticeList() {
  const { notices } = useGallery();
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
