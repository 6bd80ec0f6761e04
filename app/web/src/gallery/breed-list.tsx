import { useState } from 'react';
import { count } from '../ui/format';
import { handOver } from '../ui/hand-over';
import { AddForm } from './add-form';
import { DeleteDialog } from './delete-dialog';
import { longest } from './longest';
import { requests } from './requests';
import type { Breed, Category } from './types';
import { useStale } from './use-gallery';
import { WriteButton } from './write-button';

export function BreedList({ category }: { category: Category }) {
  const stale = useStale();
  const [asking, setAsking] = useState<Breed>();
  return (
    <>
      {category.breeds.length > 0 && (
        <ul role="list" className="breeds" aria-label={`Breeds of ${category.name}`}>
          {category.breeds.map((breed) => (
            <li key={breed.id} ref={handOver} aria-label={breed.name} className="breed">
              <span className="typed" dir="auto">{breed.name}</span> <span className="small soft">{count(breed.images, 'image')}</span>
              <WriteButton compact look="quiet" aria-label={`Delete breed ${breed.name}`} onClick={() => setAsking(breed)}><span aria-hidden="true">✕</span></WriteButton>
            </li>
          ))}
        </ul>
      )}
      <AddForm label={`New breed in ${category.name}`} field="Breed name" longest={longest.category} action="Add breed" refused="The breed was not added." add={(name) => requests.newBreed(category.id, name).finally(() => stale('categories'))} />
      {asking && (
        <DeleteDialog title="Delete this breed?" action="Delete breed" work={() => requests.deleteBreed(asking.id).finally(() => stale('categories'))} onClose={() => setAsking(undefined)}>
          <strong className="typed">{asking.name}</strong> goes. Its images keep their category.
        </DeleteDialog>
      )}
    </>
  );
}
