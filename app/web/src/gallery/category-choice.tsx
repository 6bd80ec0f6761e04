import { Choice } from '../ui/choice';
import { useCategories } from './use-gallery';

interface Props {
  categoryId: string;
  breedId: string | null;
  disabled?: boolean;
  onChange: (categoryId: string, breedId: string | null) => void;
}

/** A category, and one of its breeds. What was chosen stays chosen under one's hands, and says so, when it is deleted meanwhile. */
export function CategoryChoice({ categoryId, breedId, disabled, onChange }: Props) {
  const { data: categories = [] } = useCategories();
  const category = categories.find(({ id }) => id === categoryId);
  const breeds = category?.breeds ?? [];
  const lost = categories.length > 0 && categoryId !== '' && !category;
  const lostBreed = category !== undefined && breedId !== null && !breeds.some(({ id }) => id === breedId);
  return (
    <>
      <Choice label="Category" value={categoryId} disabled={disabled} hint={lost ? 'This category is gone: it was deleted, or merged into another. Choose one that is there.' : undefined}
        options={[...(lost || !categoryId ? [{ value: categoryId, name: lost ? '(gone)' : '' }] : []), ...categories.map(({ id, name }) => ({ value: id, name }))]}
        onChoose={(value) => onChange(value, null)} />
      <Choice label="Breed" none="None" value={breedId ?? ''} disabled={disabled} hint={lostBreed ? 'This breed is gone. Choose another, or none.' : undefined}
        options={[...(lostBreed ? [{ value: breedId, name: '(gone)' }] : []), ...breeds.map(({ id, name }) => ({ value: id, name }))]}
        onChoose={(value) => onChange(categoryId, value || null)} />
    </>
  );
}
