import { HttpError, notFound } from '../../platform/errors.js';
import type { Queryable } from '../../platform/postgres.js';
import type { Image, ImageStatus } from '../schema.js';
import { whyMissing } from './gone.js';
import { IMAGE_COLUMNS, type ImageColumns, toImage, WITH_UPLOADER } from './image-columns.js';

interface Locked {
  status: ImageStatus;
  uploadedBy: string;
}

/**
 * Locks the image's row: `share` against its deletion alone, `update` against all who change or delete it. Undefined if it is not there. What hangs on the image is to
 * be read afterwards, in a statement of its own, for a statement that waited for this lock would still see it as it was before the wait.
 */
export async function lockImageIfThere(tx: Queryable, tenantId: string, id: string, mode: 'share' | 'update'): Promise<Locked | undefined> {
  const { rows } = await tx.query<Locked>(
    `select status, uploaded_by as "uploadedBy" from gallery_images where id = $1 and tenant_id = $2 for ${mode === 'share' ? 'key share' : 'no key update'}`,
    [id, tenantId],
  );
  return rows[0];
}

/** The same; throws 404 or 410 if the image is not there. */
export async function lockImage(tx: Queryable, tenantId: string, id: string, mode: 'share' | 'update'): Promise<Locked> {
  const locked = await lockImageIfThere(tx, tenantId, id, mode);
  if (!locked) throw await whyMissing(tx, tenantId, id);
  return locked;
}

/** Locks the image of which a counter is to be changed. Throws 404, 410, or 409 unless it is ready. */
export async function lockReadyImage(tx: Queryable, tenantId: string, id: string): Promise<void> {
  const { status } = await lockImage(tx, tenantId, id, 'update');
  if (status === 'READY') return;
  const message = status === 'FAILED' ? 'This image could not be processed.' : 'This image is still being processed. Try again in a second.';
  throw new HttpError(409, 'image_not_ready', message, { headers: { 'retry-after': '1' } });
}

/** Only its uploader sees an image that is not ready. */
export function demandVisible({ status, uploadedBy }: Locked, userId: string): void {
  if (status !== 'READY' && uploadedBy !== userId) throw notFound('image');
}

export interface Deltas {
  upVotes?: number;
  downVotes?: number;
  favourites?: number;
  comments?: number;
  /** Numbers handed out to new comments. */
  commentNumbers?: number;
}

/** Adds to the counters and gives the image its next revision. Protected by: adding in the database, under the lock that this transaction holds on the row. */
export async function addToCounters(tx: Queryable, id: string, deltas: Deltas): Promise<{ image: Image; commentNumbers: number }> {
  const { upVotes = 0, downVotes = 0, favourites = 0, comments = 0, commentNumbers = 0 } = deltas;
  const { rows } = await tx.query<ImageColumns & { commentNumbers: number }>(
    `with i as (
       update gallery_images set up_votes = up_votes + $2, down_votes = down_votes + $3, favourites = favourites + $4, comments = comments + $5,
         comment_numbers = comment_numbers + $6, revision = revision + 1
       where id = $1 returning *)
     select ${IMAGE_COLUMNS}, i.comment_numbers as "commentNumbers" from i ${WITH_UPLOADER}`,
    [id, upVotes, downVotes, favourites, comments, commentNumbers],
  );
  return { image: toImage(rows[0]!), commentNumbers: rows[0]!.commentNumbers };
}
