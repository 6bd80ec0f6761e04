import { randomUUID } from 'node:crypto';
import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { NotYet, type Stores, until } from '../../fixtures/index.js';
import { IMAGES } from './gallery.invariants.js';
import type { GalleryImage } from './gallery.types.js';

/**
 * An image that was uploaded and waits for a worker, made again and again past the application, as an upload leaves it. So an exploration can walk
 * what happens to it from there on, schedule after schedule.
 *
 * The deployment must be of the test's own, with one worker, `IMAGE_PREFETCH` 1, and `OUTBOX_POLL_MS` so high that no relay looks at the outbox by itself.
 */
export class WaitingImage {
  readonly #stores: Stores;
  readonly #folder: string;
  readonly #model: GalleryImage;
  #announcement: { messageId: string; payload: object } | undefined;

  /**
   * @param folder the application's file store
   * @param model an image that is ready: the others become like it, and it stays
   */
  constructor(stores: Stores, folder: string | undefined, model: GalleryImage) {
    if (folder === undefined) throw new Error('the file store of this target is not on this machine, and an image needs its file');
    this.#stores = stores;
    this.#folder = folder;
    this.#model = model;
  }

  /** Removes the last one, whatever became of it, and makes a new one. @returns its ID */
  async renew(): Promise<string> {
    const { postgres, files } = this.#stores;
    const model = await postgres.one<{ stored_path: string; thumb_path: string; large_path: string; message_id: string }>('select stored_path, thumb_path, large_path, message_id from gallery_images where id = $1', [this.#model.id]);
    const kept = [model.stored_path, model.thumb_path, model.large_path];
    for (const { path: stored } of await files.list()) if (!kept.includes(stored)) await rm(path.join(this.#folder, stored), { force: true });

    const [id, messageId] = [randomUUID(), randomUUID()];
    const storedPath = path.posix.join(path.dirname(model.stored_path), `${randomUUID()}${path.extname(model.stored_path)}`);
    await copyFile(path.join(this.#folder, model.stored_path), path.join(this.#folder, storedPath));
    const payload = { imageId: id, storedPath, uploadedBy: this.#model.uploadedBy };
    for (const sql of [
      'delete from gallery_images where id <> $1',
      'delete from gallery_gone where image_id <> $1',
      'delete from gallery_vote_history where image_id <> $1',
      'delete from inbox where message_id <> (select message_id from gallery_images where id = $1)',
      'delete from outbox where id <> (select message_id from gallery_images where id = $1)',
      'update gallery_members set images = 2, bytes = 2 * i.byte_size, cast_votes = 0 from gallery_images i where user_id = i.uploaded_by and i.id = $1',
    ]) await postgres.rows(sql, [this.#model.id]);
    await postgres.rows(`
      insert into gallery_images (id, tenant_id, uploaded_by, title, category_id, media_type, width, height, stored_path, checksum, byte_size, message_id)
        select $2, tenant_id, uploaded_by, title, category_id, media_type, width, height, $3, checksum, byte_size, $4 from gallery_images where id = $1`, [this.#model.id, id, storedPath, messageId]);
    await postgres.rows('insert into outbox (id, exchange, routing_key, payload, published_at) values ($1, $2, $3, $4, now())', [messageId, IMAGES.exchange, IMAGES.queue, payload]);
    this.#announcement = { messageId, payload };
    return id;
  }

  /**
   * Announces the image, and waits until the worker has let go of the announcement: a message of nonsense comes after it, which a worker that takes one
   * at a time puts among the dead letters only then.
   * @returns what became of the image
   */
  async process(): Promise<GalleryImage['status'] | 'gone'> {
    if (this.#announcement === undefined) throw new Error('there is no image yet: call renew() first');
    const { postgres, rabbitmq } = this.#stores;
    const { messageId, payload } = this.#announcement;
    const before = await rabbitmq.ready(IMAGES.dead);
    await rabbitmq.publish(IMAGES.exchange, IMAGES.queue, payload, { messageId });
    await rabbitmq.publish(IMAGES.exchange, IMAGES.queue, Buffer.from('nonsense'), { messageId: randomUUID() });
    await until('the worker to be done with the image', async () => {
      if (await rabbitmq.ready(IMAGES.dead) <= before) throw new NotYet('the message after it is not taken yet');
      return true;
    }, { everyMs: 3 });
    const [image] = await postgres.rows<{ status: GalleryImage['status'] }>('select status from gallery_images where message_id = $1', [messageId]);
    return image?.status ?? 'gone';
  }
}
