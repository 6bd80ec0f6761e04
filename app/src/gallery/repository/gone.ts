import { HttpError, notFound } from '../../platform/errors.js';
import type { Queryable } from '../../platform/postgres.js';

export const imageGone = () => new HttpError(410, 'image_gone', 'This image was deleted.');

/** Why an image that was not found is not there: deleted (410), or never there for this tenant (404). */
export async function whyMissing(db: Queryable, tenantId: string, imageId: string): Promise<HttpError> {
  const { rowCount } = await db.query('select 1 from gallery_gone where image_id = $1 and tenant_id = $2', [imageId, tenantId]);
  return rowCount === 1 ? imageGone() : notFound('image');
}

/** Whether there is such an image, or was. Deletes write one in the transaction that removes the other, and one statement sees either. */
export async function isKnown(db: Queryable, imageId: string): Promise<boolean> {
  const { rows } = await db.query<{ known: boolean }>('select exists (select from gallery_images where id = $1) or exists (select from gallery_gone where image_id = $1) as known', [imageId]);
  return rows[0]!.known;
}
