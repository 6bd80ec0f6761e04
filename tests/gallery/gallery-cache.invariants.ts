import { isDeepStrictEqual } from 'node:util';
import { invariant, NotYet, StillMissing, until, type Invariant, type Row, type Stores } from '../../fixtures/index.js';
import type { GalleryImage } from './gallery.types.js';

/** What the cache holds of an image: nothing, that it is gone, or a picture of it as of a revision. */
type Cached = undefined | 'gone' | { revision: number; image: GalleryImage };

/** A writer tells the cache after its commit, and a worker does so after the image is READY: for a moment the cache is behind. Far less than its entries live. */
const BEHIND_MS = 15_000;

/** What the cache holds of each of these images. */
export async function cached({ redis }: Stores, ids: readonly string[]): Promise<Map<string, Cached>> {
  const entries = await Promise.all(ids.map(async (id): Promise<[string, Cached]> => {
    const fields = await redis.client.hgetall(`gallery:image:${id}`);
    if (fields.gone !== undefined) return [id, 'gone'];
    return [id, fields.image === undefined ? undefined : { revision: Number(fields.revision), image: JSON.parse(fields.image) as GalleryImage }];
  }));
  return new Map(entries);
}

/** What of an image must be the same in the cache and in the database. */
const ESSENCE = `i.id, i.title, i.description, i.category_id as "categoryId", i.breed_id as "breedId", i.uploaded_by as "uploadedBy", i.status, i.version, i.revision,
  i.up_votes as "upVotes", i.down_votes as "downVotes", i.favourites, i.comments, i.checksum`;

/** A cached image is the image, with every counter. */
export function cacheEqualsDatabase(tenantId: string): Invariant {
  return invariant('what the cache holds of an image is what the database holds', (stores) => lasting(async () => {
    const images = await stores.postgres.rows<{ id: string; status: string; revision: number }>(`select ${ESSENCE} from gallery_images i where i.tenant_id = $1`, [tenantId]);
    const cache = await cached(stores, images.map(({ id }) => id));
    return images.flatMap((image): Row[] => {
      const entry = cache.get(image.id);
      if (entry === undefined) return [];
      if (entry === 'gone') return [{ image: image.id, database: image.status, cache: 'gone' }];
      const seen: Row = { ...entry.image };
      const differing = Object.entries(image).filter(([field, value]) => !isDeepStrictEqual(seen[field], value)).map(([field]) => field);
      if (differing.length === 0 && entry.revision === image.revision) return [];
      const of = (source: Row) => Object.fromEntries([...new Set(['revision', ...differing])].map((field) => [field, source[field]]));
      return [{ image: image.id, database: of({ ...image }), cache: of(seen), cached_revision: entry.revision }];
    });
  }));
}

/** Of a deleted image the cache holds nothing, or that it is gone. */
export function nothingGoneIsCached(tenantId: string): Invariant {
  return invariant('nothing is cached of an image that is gone', (stores) => lasting(async () => {
    const gone = await stores.postgres.rows<{ image_id: string }>('select image_id from gallery_gone where tenant_id = $1', [tenantId]);
    const cache = await cached(stores, gone.map(({ image_id }) => image_id));
    return [...cache].filter(([, entry]) => entry !== undefined && entry !== 'gone').map(([image, entry]) => ({ image, cache: entry }));
  }));
}

/** What is wrong and stays so. */
async function lasting(look: () => Promise<Row[]>): Promise<Row[]> {
  let wrong: Row[] = [];
  try {
    await until('the cache to be as new as the database', async () => {
      wrong = await look();
      if (wrong.length > 0) throw new NotYet(`${wrong.length} entries differ`);
      return true;
    }, { deadlineMs: BEHIND_MS, everyMs: 100 });
    return [];
  } catch (error) {
    if (!(error instanceof StillMissing)) throw error;
    return wrong;
  }
}
