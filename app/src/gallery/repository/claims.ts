import type { Queryable } from '../../platform/postgres.js';
import type { Image } from '../schema.js';
import { IMAGE_COLUMNS, type ImageColumns, toImage, WITH_UPLOADER } from './image-columns.js';

/** An image that is a worker's to process. */
export interface Claim {
  id: string;
  tenantId: string;
  attempt: number;
  storedPath: string;
}

/**
 * Makes the image this worker's. Undefined when it is processed, or gone. Protected by: the state in the WHERE of a single UPDATE; and by `attempt`, which the worker's
 * last write is checked against: of two workers with one image the later claim wins.
 */
export async function claimImage(db: Queryable, id: string): Promise<Claim | undefined> {
  const { rows } = await db.query<Claim>(
    `update gallery_images set attempt = attempt + 1 where id = $1 and status = 'PROCESSING' returning id, tenant_id as "tenantId", attempt, stored_path as "storedPath"`,
    [id],
  );
  return rows[0];
}

/** What became of it: pictures, or the reason why there are none. */
export type Result = { thumbPath: string; largePath: string; failure?: never } | { failure: string; thumbPath?: never; largePath?: never };

/**
 * Undefined when the image is no longer this worker's: deleted, or claimed by another since. Its place in the feed is given here, and so never
 * to an image that is not ready. Protected by: the fencing token in the WHERE of a single UPDATE.
 */
export async function finishImage(tx: Queryable, { id, attempt }: Claim, result: Result): Promise<Image | undefined> {
  const { thumbPath = null, largePath = null, failure = null } = result;
  const { rows } = await tx.query<ImageColumns>(
    `with i as (
       update gallery_images set status = case when $5::text is null then 'READY' else 'FAILED' end, thumb_path = $3, large_path = $4, failure = $5,
         position = case when $5::text is null then nextval('gallery_positions') end, ready_at = case when $5::text is null then clock_timestamp() end, revision = revision + 1
       where id = $1 and attempt = $2 and status = 'PROCESSING' returning *)
     select ${IMAGE_COLUMNS} from i ${WITH_UPLOADER}`,
    [id, attempt, thumbPath, largePath, failure],
  );
  return rows[0] && toImage(rows[0]);
}
