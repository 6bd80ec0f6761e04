import { type Redis, ReplyError } from 'ioredis';
import { liveText, type Topic } from '../platform/live.js';
import type { Log } from '../platform/log.js';
import type { Image } from './schema.js';
import { audienceOf, galleryTopic } from './topics.js';

/** Longer than any request can be under way: what was read before a delete is shown before this has passed, or never. */
const GONE_MS = 600_000;

const keyOf = (id: string) => `gallery:image:${id}`;
/** A live event of an image, cut where the image stands in it. */
const [EVENT_HEAD, EVENT_TAIL] = liveText('image', '|').split('|') as [string, string];

/**
 * For each image (revision, JSON, audience): keeps it if it is newer than what is held, and answers what is held if that is newer, 'gone', or
 * nothing. When asked to tell, publishes to its audience what is then held.
 */
const RAISE = `
local tenant, lifetime, head, tail = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local answers = {}
for n, key in ipairs(KEYS) do
  local revision, image, audience = ARGV[3 * n + 2], ARGV[3 * n + 3], ARGV[3 * n + 4]
  local gone, held, heldImage, heldAudience = unpack(redis.call('HMGET', key, 'gone', 'revision', 'image', 'audience'))
  answers[n] = ''
  if gone then
    answers[n] = 'gone'
  elseif held and tonumber(held) > tonumber(revision) then
    image, audience, answers[n] = heldImage, heldAudience, heldImage
  elseif not held or tonumber(held) < tonumber(revision) then
    redis.call('HSET', key, 'tenant', tenant, 'revision', revision, 'image', image, 'audience', audience)
    redis.call('PEXPIRE', key, lifetime)
  end
  if head ~= '' and not gone then redis.call('PUBLISH', audience, head .. image .. tail) end
end
return answers`;

const REMOVE = `
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'tenant', ARGV[1], 'gone', '1')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if ARGV[3] ~= '' then redis.call('PUBLISH', ARGV[3], ARGV[4]) end`;

/**
 * The newest picture of each image that anyone has been shown, in Redis for all instances: `gallery:image:<id>`, a hash of `tenant`, `revision`,
 * `image` (JSON) and `audience` (the topic of those who may see it), or of `tenant` and `gone`.
 *
 * Every picture, wherever it comes from (a page of the feed, a single read, the answer to a change, a live event), passes through here before it is shown, and
 * what is shown is the newest of it and what is held. So nobody is shown an older picture after somebody was shown a newer one, and an image that is
 * gone is shown to nobody, not even by a read that began before it was deleted.
 *
 * Protected by: Lua scripts, each of which Redis runs alone. A picture is replaced only by one of a higher revision; `gone` is replaced by nothing; and
 * a picture is told by the script that raises it, so live events too leave in the order of the revisions. The revision rises under the lock on the image's row,
 * so no two pictures share one.
 *
 * What holds when something fails:
 * - Redis cannot be reached: reads show what Postgres gave them, changes that were committed are answered, and nobody is told. What Redis holds may then be old.
 *   That is why nobody shows what is held without having asked Postgres for the revision within the same request (see `find`): an answer is
 *   never older than what was committed when its request came.
 * - A process dies between commit and raising: as above; nobody was told of the change, and whoever reads next raises it.
 * - An entry expires while a slow read is under way: the slow read may raise an older picture, and its own request is shown that; the next read asks Postgres,
 *   finds a higher revision, and replaces it.
 */
export class ImageCache {
  readonly #redis: Redis;
  readonly #lifetimeMs: number;
  readonly #log: Log;

  constructor(redis: Redis, seconds: number, log: Log) {
    this.#redis = redis;
    this.#lifetimeMs = seconds * 1000;
    this.#log = log;
  }

  /** What is held for this tenant. To be shown only if its revision is at least the one that Postgres has. */
  async find(tenantId: string, id: string): Promise<Image | 'gone' | undefined> {
    return this.#attempt(undefined, async () => {
      const [tenant, gone, image] = await this.#redis.hmget(keyOf(id), 'tenant', 'gone', 'image');
      // The address of another tenant's image names nothing.
      if (tenant !== tenantId) return undefined;
      return gone ? 'gone' : (JSON.parse(image!) as Image);
    });
  }

  /** For each of a tenant's images, as they were just read or written, what is to be shown: the newest known, or undefined if it is gone. One round trip. */
  async show(tenantId: string, images: Image[]): Promise<(Image | undefined)[]> {
    return this.#raise(tenantId, images, false);
  }

  /** The same for changes that were just committed, and tells those who may see them. */
  async tell(tenantId: string, images: Image[]): Promise<(Image | undefined)[]> {
    return this.#raise(tenantId, images, true);
  }

  /** Remembers that Postgres says the image was deleted, before anyone is told so; whoever deleted it has the pages told, too. */
  async remove(tenantId: string, id: string, tell: boolean): Promise<void> {
    const topic: Topic | '' = tell ? galleryTopic(tenantId) : '';
    await this.#attempt(undefined, () => this.#redis.eval(REMOVE, 1, keyOf(id), tenantId, GONE_MS, topic, liveText('image-gone', JSON.stringify({ id }))));
  }

  async #raise(tenantId: string, images: Image[], tell: boolean): Promise<(Image | undefined)[]> {
    if (images.length === 0) return [];
    return this.#attempt(images, async () => {
      const pictures = images.flatMap((image) => [image.revision, JSON.stringify(image), audienceOf(tenantId, image)]);
      const event = tell ? [EVENT_HEAD, EVENT_TAIL] : ['', ''];
      const answers = (await this.#redis.eval(RAISE, images.length, ...images.map(({ id }) => keyOf(id)), tenantId, this.#lifetimeMs, ...event, ...pictures)) as string[];
      return images.map((image, index) => {
        const answer = answers[index]!;
        if (answer === 'gone') return undefined;
        return answer === '' ? image : (JSON.parse(answer) as Image);
      });
    });
  }

  async #attempt<T, F>(fallback: F, work: () => Promise<T>): Promise<T | F> {
    try {
      return await work();
    } catch (error) {
      // That Redis cannot be reached is said once, by its connection; that it refuses a command is news each time.
      this.#log[error instanceof ReplyError ? 'warn' : 'debug']({ reason: String(error) }, 'the cache of images was not used');
      return fallback;
    }
  }
}
