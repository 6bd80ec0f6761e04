import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useState, useSyncExternalStore } from 'react';
import { useLiveLink } from '../platform/use-live-link';
import { Board } from './board';
import { requests } from './requests';

const snapshotKey = ['disputes', 'sessions'] as const;

export const BoardContext = createContext<Board | undefined>(undefined);

export function useBoard(): Board {
  const board = use(BoardContext);
  if (!board) throw new Error('No board above this');
  return board;
}

/** The page's uploads: a snapshot first, then live news, and a snapshot again after every gap in the news. */
export function useLiveBoard() {
  const [board] = useState(() => new Board());
  const queries = useQueryClient();

  const snapshot = useQuery({
    queryKey: snapshotKey,
    queryFn: async () => {
      const mark = board.mark();
      const sessions = await requests.list();
      board.settle(mark, sessions);
      return sessions.length;
    },
  });

  const { link, retryLink } = useLiveLink('/disputes/events', {
    onEvent: (name, data) => board.hear(name, data),
    onOpen: () => void queries.invalidateQueries({ queryKey: snapshotKey }),
  });

  const rows = useSyncExternalStore(board.subscribe, board.rows);
  return { board, rows, link, retryLink, loading: snapshot.isPending, error: snapshot.error, reload: () => void snapshot.refetch() };
}
