import { useState } from 'react';
import { useLocation } from 'wouter';
import { isApiError } from '../platform/errors';
import { DeleteDialog } from './delete-dialog';
import { requests } from './requests';
import type { Image } from './types';
import { useGallery } from './use-gallery';
import { WriteButton } from './write-button';

export function DeleteImage({ image }: { image: Image }) {
  const gallery = useGallery();
  const [asking, setAsking] = useState(false);
  const [, goTo] = useLocation();
  const remove = async () => {
    const settled = gallery.images.expectRemoval(image.id);
    try {
      await requests.deleteImage(image.id).catch((reason: unknown) => {
        // Somebody was faster; what was wanted is so.
        if (!isApiError(reason, 'image_gone') && !isApiError(reason, 'not_found')) throw reason;
      });
      gallery.notices.done(`deleted ${image.id}`, ['“', image.title, '” is deleted.']);
      goTo('/gallery');
      gallery.forget(image.id);
    } finally {
      settled();
    }
  };
  return (
    <>
      <WriteButton compact look="danger" onClick={() => setAsking(true)}>Delete</WriteButton>
      {asking && (
        <DeleteDialog title="Delete this image?" action="Delete image" work={remove} onClose={() => setAsking(false)}>
          <strong className="typed">{image.title}</strong> goes, with its votes, its comments and its place in collections. That cannot be undone.
        </DeleteDialog>
      )}
    </>
  );
}
