import { useSyncExternalStore } from 'react';
import { Alert } from '../ui/alert';
import { useBoard } from './use-board';

/** A row that goes away under one's eyes says so, and gives back what was being typed about it. */
export function VanishedNotices() {
  const board = useBoard();
  const vanished = useSyncExternalStore(board.subscribe, board.vanished);
  return vanished.map(({ id, fileName, draft }) => (
    <Alert key={id} look="warn" onDismiss={() => board.acknowledge(id)}>
      <span className="typed">{fileName}</span> was deleted in another tab or on another device.
      {draft && <> You were typing: “<span className="typed">{draft}</span>”.</>}
    </Alert>
  ));
}
