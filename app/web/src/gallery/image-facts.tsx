import { useEffect, useRef, useState } from 'react';
import { bytes, moment } from '../ui/format';
import { Button } from '../ui/button';
import { CollectForm } from './collect-form';
import { DeleteImage } from './delete-image';
import { EditForm } from './edit-form';
import { ImageStatusBadge } from './image-status';
import type { ImageView } from './images';
import { MarkButtons } from './mark-buttons';
import { Picture } from './picture';
import type { Words } from './types';
import { useCategories, useGallery, useRights } from './use-gallery';

interface Props {
  view: ImageView;
  onDraft: (draft: Pick<Words, 'title' | 'description'> | undefined) => void;
}

export function ImageFacts({ view, onDraft }: Props) {
  const { image } = view;
  const { me } = useGallery();
  const { moderator } = useRights();
  const own = image.uploadedBy === me;
  const [editing, setEditing] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    // Back to where the keyboard came from.
    if (wasEditing.current && !editing) edit.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  return (
    <section className="card stack image-facts" aria-label="Image">
      <Picture image={image} size="large" />
      {own && <ImageStatusBadge image={image} />}
      <MarkButtons view={view} />
      {editing ? <EditForm image={image} onDraft={onDraft} onDone={() => setEditing(false)} /> : (
        <>
          {image.description && <p className="typed lines" dir="auto">{image.description}</p>}
          <div className="form-actions">
            {own && <Button compact ref={edit} onClick={() => setEditing(true)}>Edit</Button>}
            {(own || moderator) && <DeleteImage image={image} />}
          </div>
        </>
      )}
      <CollectForm image={image} />
      <Foot view={view} />
    </section>
  );
}

function Foot({ view: { image } }: { view: ImageView }) {
  const { data: categories = [] } = useCategories();
  const category = categories.find(({ id }) => id === image.categoryId);
  const breed = category?.breeds.find(({ id }) => id === image.breedId);
  return (
    <p className="small soft image-foot">
      <span className="typed" dir="auto">{image.uploaderName}</span>
      {' · '}<time dateTime={image.createdAt}>{moment(image.createdAt)}</time>
      {category && <> · <span className="typed" dir="auto">{category.name}</span></>}
      {breed && <> · <span className="typed" dir="auto">{breed.name}</span></>}
      {image.width > 0 && <> · {image.width}&nbsp;×&nbsp;{image.height}</>} · {bytes(image.byteSize)} · version {image.version}
    </p>
  );
}
