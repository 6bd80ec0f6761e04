import { Link } from 'wouter';
import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { AddForm } from './add-form';
import { longest } from './longest';
import { PageHead } from '../ui/page-head';
import { requests } from './requests';
import type { Collection } from './types';
import { useCollections, useStale } from './use-gallery';

export function CollectionsPage() {
  const stale = useStale();
  const { data: collections, error, refetch } = useCollections();
  return (
    <>
      <PageHead title="Collections" />
      <div className="stack narrow">
        <section className="card stack" aria-labelledby="new-title">
          <h2 id="new-title">New collection</h2>
          <AddForm label="New collection" field="Name" longest={longest.collection} action="Create collection" refused="The collection was not made." add={(name) => requests.newCollection(name).finally(() => stale('collections'))} />
        </section>
        {error && !collections && <div className="stack"><ErrorAlert error={error} /><div><Button onClick={() => void refetch()}>Try again</Button></div></div>}
        {!collections && !error && <p role="status" className="soft">Looking for your collections…</p>}
        {collections?.length === 0 && <p className="empty">No collections yet.</p>}
        {collections && collections.length > 0 && <ul role="list" className="stack" aria-label="Your collections">{collections.map((one) => <Line key={one.id} collection={one} />)}</ul>}
      </div>
    </>
  );
}

function Line({ collection: { id, name, images } }: { collection: Collection }) {
  return (
    <li className="card linked collection" aria-label={name}>
      <Link href={`/gallery/collections/${id}`} className="typed whole-card"><span dir="auto">{name}</span></Link>
      <span className="soft small">{count(images, 'image')}</span>
    </li>
  );
}
