import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { followEvents, type LinkState } from '../platform/live-events';
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
  const [link, setLink] = useState<LinkState>('connecting');
  const retry = useRef<() => void>(undefined);
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

  useEffect(() => {
    const { stop, retryNow } = followEvents('/disputes/events', {
      onEvent: (name, data) => board.hear(name, data),
      // Listening first, asking second: nothing can fall between.
      onOpen: () => void queries.invalidateQueries({ queryKey: snapshotKey }),
      onState: setLink,
    });
    retry.current = retryNow;
    return stop;
  }, [board, queries]);

  const rows = useSyncExternalStore(board.subscribe, board.rows);
  return { board, rows, link, retryLink: () => retry.current?.(), loading: snapshot.isPending, error: snapshot.error, reload: () => void snapshot.refetch() };
}
