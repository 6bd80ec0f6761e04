import type { Queryable } from '../../platform/postgres.js';
import type { Image, Mine } from '../schema.js';
import { IMAGE_COLUMNS, type ImageColumns, toImage, WITH_UPLOADER } from './image-columns.js';

export interface Positioned {
  image: Image;
  position: string;
}

export interface FeedOptions {
  tenantId: string;
  /** Only images before this position; from the newest on when it is left out. */
  before?: string | undefined;
  limit: number;
  categoryId?: string | undefined;
  breedId?: string | undefined;
  /** Only images whose title and description hold all of these words. */
  words?: string | undefined;
}

/** A stretch of the feed, newest first: images that are ready, by the position they were given then. */
export async function listFeed(db: Queryable, { tenantId, before, limit, categoryId, breedId, words }: FeedOptions): Promise<Positioned[]> {
  const { rows } = await db.query<ImageColumns & { position: string }>(
    `select ${IMAGE_COLUMNS}, i.position from gallery_images i ${WITH_UPLOADER}
     where i.tenant_id = $1 and i.position is not null and ($2::bigint is null or i.position < $2)
       and ($3::uuid is null or i.category_id = $3) and ($4::uuid is null or i.breed_id = $4) and ($5::text is null or i.search @@ plainto_tsquery('simple', $5))
     order by i.position desc limit $6`,
    [tenantId, before, categoryId, breedId, words, limit],
  );
  return rows.map((row) => ({ image: toImage(row), position: row.position }));
}

/** The image as the database has it, of whatever status. */
export async function findImage(db: Queryable, tenantId: string, id: string): Promise<Image | undefined> {
  const { rows } = await db.query<ImageColumns>(`select ${IMAGE_COLUMNS} from gallery_images i ${WITH_UPLOADER} where i.id = $1 and i.tenant_id = $2`, [id, tenantId]);
  return rows[0] && toImage(rows[0]);
}

/** Whether the image is there, how new it is, and what it is to the user: all that has to be asked when the rest is held in the cache. */
export async function findStanding(db: Queryable, tenantId: string, userId: string, id: string): Promise<{ revision: number; mine: Mine } | undefined> {
  const { rows } = await db.query<Mine & { revision: number }>(
    `select i.revision, coalesce(v.value, 0) as vote, f.user_id is not null as favourite from gallery_images i
     left join gallery_votes v on v.image_id = i.id and v.user_id = $3
     left join gallery_favourites f on f.image_id = i.id and f.user_id = $3
     where i.id = $1 and i.tenant_id = $2`,
    [id, tenantId, userId],
  );
  return rows[0] && { revision: rows[0].revision, mine: { vote: rows[0].vote, favourite: rows[0].favourite } };
}
