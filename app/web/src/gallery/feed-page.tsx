import { useRef, useState, type SubmitEvent } from 'react';
import { useLocation, useSearch } from 'wouter';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Field } from '../ui/field';
import { ImageGrid } from './image-grid';
import { longest } from './longest';
import { PageHead } from '../ui/page-head';
import { requests } from './requests';
import { useCategories } from './use-gallery';
import { useImageList } from './use-image-list';

export function FeedPage() {
  const question = new URLSearchParams(useSearch());
  const q = question.get('q') ?? '';
  const categoryId = question.get('categoryId') ?? '';
  const breedId = question.get('breedId') ?? '';
  const [, goTo] = useLocation();
  const ask = (next: Record<string, string>) => {
    const search = new URLSearchParams(Object.entries(next).filter(([, value]) => value !== ''));
    goTo(search.size > 0 ? `/gallery?${search}` : '/gallery');
  };
  return (
    <>
      <PageHead title="Gallery" />
      <div className="feed-bar">
        <SearchForm q={q} onSearch={(text) => ask({ q: text })} />
        <Filter searching={q !== ''} categoryId={categoryId} breedId={breedId} onFilter={(category, breed) => ask({ categoryId: category, breedId: breed })} />
      </div>
      {q ? <Found key={q} q={q} /> : <Feed key={`${categoryId} ${breedId}`} categoryId={categoryId} breedId={breedId} onAll={() => ask({})} />}
    </>
  );
}

function SearchForm({ q, onSearch }: { q: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(q);
  const [shown, setShown] = useState(q);
  const box = useRef<HTMLInputElement>(null);
  // When the address changes by another road (back, a link) the box says what is searched for.
  if (shown !== q) {
    setShown(q);
    setText(q);
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSearch(text.trim());
  };
  const clear = () => {
    // This button goes.
    box.current?.focus();
    setText('');
    onSearch('');
  };
  return (
    <form role="search" aria-label="Search images" className="search" onSubmit={submit}>
      <Field ref={box} label="Search" type="search" maxLength={longest.search} value={text} onText={setText} autoComplete="off" />
      <Button type="submit">Search</Button>
      {q && <Button look="quiet" onClick={clear}>Clear</Button>}
    </form>
  );
}

interface FilterProps {
  searching: boolean;
  categoryId: string;
  breedId: string;
  onFilter: (categoryId: string, breedId: string) => void;
}

function Filter({ searching, categoryId, breedId, onFilter }: FilterProps) {
  const { data: categories = [] } = useCategories();
  const breeds = categories.find(({ id }) => id === categoryId)?.breeds ?? [];
  return (
    <div className="filter">
      <Choice label="Category" none="All" value={searching ? '' : categoryId} disabled={searching} options={categories.map(({ id, name }) => ({ value: id, name }))} onChoose={(value) => onFilter(value, '')} />
      <Choice label="Breed" none="All" value={searching ? '' : breedId} disabled={searching || breeds.length === 0} options={breeds.map(({ id, name }) => ({ value: id, name }))} onChoose={(value) => onFilter(categoryId, value)} />
    </div>
  );
}

function Found({ q }: { q: string }) {
  const { list, state } = useImageList(`search ${q}`, () => ({ source: (turn) => requests.search(q, turn) }));
  return <ImageGrid list={list} state={state} empty="Nothing found." />;
}

function Feed({ categoryId, breedId, onAll }: { categoryId: string; breedId: string; onAll: () => void }) {
  const { data: categories } = useCategories();
  const { list, state } = useImageList(`feed ${categoryId} ${breedId}`, () => ({
    source: (turn) => requests.feed({ categoryId, breedId }, turn),
    belongs: (image) => image.status === 'READY' && (!categoryId || image.categoryId === categoryId) && (!breedId || image.breedId === breedId),
  }));
  const category = categories?.find(({ id }) => id === categoryId);
  const gone = categories && ((categoryId && !category) || (breedId && !category?.breeds.some(({ id }) => id === breedId)));
  return (
    <>
      {gone && (
        <Alert look="warn">
          The {category ? 'breed' : 'category'} you chose is gone: it was deleted, or merged into another. <Button look="quiet" compact onClick={onAll}>Show all images</Button>
        </Alert>
      )}
      <ImageGrid list={list} state={state} empty="No images yet." />
    </>
  );
}
