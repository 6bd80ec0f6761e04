import { randomUUID } from 'node:crypto';
import { offending, type Row, type Stores } from '../../fixtures/index.js';
import { cacheEqualsDatabase, nothingGoneIsCached } from './gallery-cache.invariants.js';
import { belonging, counters, votes } from './gallery.invariants.js';

/**
 * The ground of an exploration, put back past the application before each schedule: a gallery with nothing in it, and images that are there
 * without having been uploaded or processed. They have no files, so what is judged of them is what Postgres and Redis hold.
 */
export class PutImages {
  readonly #stores: Stores;
  readonly #tenantId: string;

  constructor(stores: Stores, tenantId: string) {
    this.#stores = stores;
    this.#tenantId = tenantId;
  }

  /** Empties the tenant's gallery: no image, no trace of one, only the preset category, everybody a member but the owner. */
  async clear(): Promise<void> {
    await this.#stores.postgres.rows(`
      with images as (delete from gallery_images where tenant_id = $1), gone as (delete from gallery_gone where tenant_id = $1), collections as (delete from gallery_collections where tenant_id = $1),
        merged as (delete from gallery_merged_categories where tenant_id = $1), categories as (delete from gallery_categories where tenant_id = $1 and not preset),
        history as (delete from gallery_vote_history h using users u where u.id = h.user_id and u.tenant_id = $1), messages as (delete from outbox),
        maintenance as (update gallery_settings set maintenance = false, message = null where tenant_id = $1), roles as (update users set role = 'member' where tenant_id = $1 and role <> 'owner')
      update gallery_members set images = 0, bytes = 0, cast_votes = 0 where tenant_id = $1`, [this.#tenantId]);
  }

  /**
   * @param options `ready: false` for an image whose processing does not end, for as long as it is there
   * @returns the ID of an image that is ready, with nothing hanging on it; a new one each time, of which no cache has heard
   */
  async put({ by, categoryId, title = 'A picture', ready = true }: { /** ID of its uploader. */ by: string; /** Default: the preset one. */ categoryId?: string; title?: string; ready?: boolean }): Promise<string> {
    const id = randomUUID();
    await this.#stores.postgres.rows(`
      with account as (update gallery_members set images = images + 1, bytes = bytes + 1 where user_id = $3)
      insert into gallery_images (id, tenant_id, uploaded_by, title, category_id, media_type, width, height, stored_path, checksum, byte_size, message_id)
        select $1::uuid, $2::uuid, $3::uuid, $4, coalesce($5::uuid, (select id from gallery_categories where tenant_id = $2::uuid and preset)), 'image/png', 1, 1, 'images/2000/' || $1::uuid || '.png', repeat('0', 64), 1, gen_random_uuid()`,
    [id, this.#tenantId, by, title, categoryId ?? null]);
    if (ready) {
      await this.#stores.postgres.rows(`
        update gallery_images set status = 'READY', thumb_path = 'thumbs/2000/' || id || '.webp', large_path = 'thumbs/2000/' || gen_random_uuid() || '.webp', position = nextval('gallery_positions'), ready_at = now()
        where id = $1`, [id]);
    }
    return id;
  }

  /** @returns the ID of a category with nothing in it */
  async category(name: string): Promise<string> {
    return (await this.#stores.postgres.one<{ id: string }>('insert into gallery_categories (tenant_id, name) values ($1, $2) returning id', [this.#tenantId, name])).id;
  }

  /** Rows that break an invariant, each with its name: what an exploration's `then` returns. */
  async offending(): Promise<Row[]> {
    return await offending(this.#stores, [...counters(this.#tenantId), ...votes(this.#tenantId), ...belonging(this.#tenantId), cacheEqualsDatabase(this.#tenantId), nothingGoneIsCached(this.#tenantId)]);
  }

  /** What hangs on an image, and whether it is there. */
  async about(id: string): Promise<{ there: boolean; votes: number; comments: number; favourites: number }> {
    return await this.#stores.postgres.one(`
      select exists (select from gallery_images where id = $1) as there, (select count(*)::int from gallery_votes where image_id = $1) as votes,
        (select count(*)::int from gallery_comments where image_id = $1) as comments, (select count(*)::int from gallery_favourites where image_id = $1) as favourites`, [id]);
  }
}
