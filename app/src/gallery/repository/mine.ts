import type { Queryable } from '../../platform/postgres.js';
import type { Image, ImageWithMine, Mine } from '../schema.js';

/** What one image is to the user; nothing if there is no such image. */
export async function findMine(db: Queryable, userId: string, imageId: string): Promise<Mine> {
  const { rows } = await db.query<Mine>(
    `select coalesce((select value from gallery_votes where image_id = $2 and user_id = $1), 0) as vote,
       exists (select from gallery_favourites where image_id = $2 and user_id = $1) as favourite`,
    [userId, imageId],
  );
  return rows[0]!;
}

/** The images with what they are to this user. */
export async function withMine(db: Queryable, userId: string, images: Image[]): Promise<ImageWithMine[]> {
  if (images.length === 0) return [];
  const { rows } = await db.query<Mine & { id: string }>(
    `select id, coalesce(v.value, 0) as vote, f.user_id is not null as favourite from unnest($2::uuid[]) as id
     left join gallery_votes v on v.image_id = id and v.user_id = $1
     left join gallery_favourites f on f.image_id = id and f.user_id = $1`,
    [userId, images.map((image) => image.id)],
  );
  const mine = new Map(rows.map(({ id, vote, favourite }) => [id, { vote, favourite }]));
  return images.map((image) => ({ ...image, mine: mine.get(image.id)! }));
}
