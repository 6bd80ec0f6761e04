import { ApiError } from '../platform/errors';
import { Alert, ErrorAlert } from '../ui/alert';
import { bytes, number } from '../ui/format';
import { useMe } from './use-gallery';

/** Why a file was not taken, and what to do about it. */
export function UploadRefusal({ error }: { error: unknown }) {
  const { data } = useMe();
  if (!(error instanceof ApiError)) return <ErrorAlert error={error} />;
  switch (error.code) {
    case 'quota_reached': {
      const quota = data?.quota;
      const full = quota && quota.images.used >= quota.images.limit
        ? `${number(quota.images.used)} of ${number(quota.images.limit)} images`
        : quota && `${bytes(quota.bytes.used)} of ${bytes(quota.bytes.limit)}`;
      return <Alert look="warn">Your quota is full{full && `: ${full} are used`}. Delete an image you no longer need, then try again.</Alert>;
    }
    case 'not_an_image': return <Alert>This file is not an image that Bazaar knows, whatever it is called. Choose a PNG, JPEG, WebP or GIF.</Alert>;
    case 'file_too_large': return <Alert>This file is too large. Make it smaller, and choose it again.</Alert>;
    case 'image_too_large': return <Alert>This image has too many pixels. Scale it down, and choose it again.</Alert>;
    case 'category_gone': return <Alert look="warn">The category was deleted meanwhile. Choose another below, then try again.</Alert>;
    case 'breed_gone': return <Alert look="warn">The breed was deleted meanwhile. Choose another below, then try again.</Alert>;
    case 'collection_gone': return <Alert look="warn">The collection was deleted meanwhile. Choose another below, then try again.</Alert>;
    default: return <ErrorAlert error={error} />;
  }
}
