import { useRef, type ReactNode } from 'react';
import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { handOver } from '../ui/hand-over';
import { ImageCard } from './image-card';
import type { ImageList, ListState } from './image-list';

interface Props {
  list: ImageList;
  state: ListState;
  /** Said where there is nothing. */
  empty: string;
  extra?: (id: string) => ReactNode;
}

export function ImageGrid({ list, state: { ids, fresh, more, loading, error }, empty, extra }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const showFresh = () => void list.refresh(true).then(() => {
    scrollTo({ top: 0 });
    // The button that had the focus is gone: go on where the new images are.
    requestAnimationFrame(() => grid.current?.querySelector('a')?.focus({ preventScroll: true }));
  });
  return (
    <div className="stack" ref={grid} aria-busy={loading}>
      {fresh.length > 0 && <div className="fresh"><Button look="main" compact onClick={showFresh}>{count(fresh.length, 'new image')}</Button></div>}
      {ids === undefined && !error && <p role="status" className="soft">Looking for images…</p>}
      {ids?.length === 0 && fresh.length === 0 && <p className="empty">{empty}</p>}
      {ids && ids.length > 0 && (
        // The role is said aloud: Safari takes it away from lists without bullets.
        <ul role="list" className="grid" aria-label="Images">{ids.map((id) => <ImageCard key={id} id={id}>{extra?.(id)}</ImageCard>)}</ul>
      )}
      {error !== undefined && <div className="stack" ref={handOver}><ErrorAlert error={error} /><div><Button onClick={() => void list.refresh()}>Try again</Button></div></div>}
      {more && <div className="more" ref={handOver}><Button pending={loading} onClick={() => void list.loadMore()}>Load more</Button></div>}
    </div>
  );
}
