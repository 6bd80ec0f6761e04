import { useCallback, useEffect, useRef, useState } from 'react';
import { Alert, ErrorAlert } from '../ui/alert';
import { AddForm } from './add-form';
import { CategoryItem } from './category-item';
import { longest } from './longest';
import { requests } from './requests';
import type { Category } from './types';
import { useCategories, useGallery, useStale } from './use-gallery';

interface Lost {
  id: string;
  name: string;
  draft: string;
}

export function CategoryList() {
  const stale = useStale();
  const { data: categories, error } = useCategories();
  const { draft, lost, acknowledge } = useDrafts(categories);
  useFreshCounts();
  return (
    <section className="card stack" aria-label="Categories">
      <h2 tabIndex={-1}>Categories</h2>
      {lost.map(({ id, name, draft: typed }) => (
        <Alert key={id} look="warn" onDismiss={() => acknowledge(id)}>
          <span className="typed">{name}</span> was deleted or merged by somebody else. You were typing: “<span className="typed">{typed}</span>”.
        </Alert>
      ))}
      {error && !categories && <ErrorAlert error={error} />}
      {categories && <ul role="list" className="categories" aria-label="Categories">{categories.map((one) => <CategoryItem key={one.id} category={one} all={categories} onDraft={draft} />)}</ul>}
      <AddForm label="New category" field="Category name" longest={longest.category} action="Add category" refused="The category was not added." add={(name) => requests.newCategory(name).finally(() => stale('categories'))} />
    </section>
  );
}

/** Bazaar tells of images, not of how many are in a category: while that is shown here it is read anew, once for all that come at a time. */
function useFreshCounts(): void {
  const { onMove } = useGallery();
  const stale = useStale();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onMove(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        stale('categories');
      }, 500);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [onMove, stale]);
}

/** What is being typed about categories, given back when one goes away under it. */
function useDrafts(categories: readonly Category[] | undefined) {
  const drafts = useRef(new Map<string, { name: string; draft: string }>());
  const [lost, setLost] = useState<readonly Lost[]>([]);
  useEffect(() => {
    if (!categories) return;
    for (const [id, { name, draft }] of drafts.current) {
      if (categories.some((one) => one.id === id)) continue;
      drafts.current.delete(id);
      setLost((before) => [...before, { id, name, draft }]);
    }
  }, [categories]);
  const draft = useCallback(({ id, name }: Pick<Category, 'id' | 'name'>, text: string | undefined) => {
    if (text === undefined) drafts.current.delete(id);
    else drafts.current.set(id, { name, draft: text });
  }, []);
  return { draft, lost, acknowledge: (id: string) => setLost((before) => before.filter((one) => one.id !== id)) };
}
