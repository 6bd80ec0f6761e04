import { about, invariant, noRows, queueIsEmpty, type Invariant, type Quiet } from '../../fixtures/index.js';
import { cacheEqualsDatabase, nothingGoneIsCached } from './gallery-cache.invariants.js';
import { filesBelongToRows, rowsHaveTheirFiles } from './gallery-files.invariants.js';

/** The queue that images are announced on, the exchange before it, and where messages go that nobody can handle. */
export const IMAGES = { exchange: 'gallery', queue: 'gallery.images', dead: 'gallery.images.dead' } as const;

/** Announcements of images that users of the tenant uploaded; the images themselves may be deleted by now. */
const ANNOUNCEMENTS = `outbox o join users u on u.id::text = o.payload->>'uploadedBy' where u.tenant_id = $1 and o.exchange = '${IMAGES.exchange}'`;

/** What must be at rest before the stores can judge a tenant's gallery. */
export function quiet(tenantId: string): Quiet[] {
  return [
    noRows('every image to be announced', `select o.id, o.payload->>'imageId' as image from ${ANNOUNCEMENTS} and o.published_at is null`, [tenantId]),
    noRows('every image to be processed', `select id, status, attempt from gallery_images where tenant_id = $1 and status = 'PROCESSING'`, [tenantId]),
  ];
}

/** As {@link quiet}, and nothing waits in the queue; only where no other test's images are in it. */
export function quietAlone(tenantId: string): Quiet[] { return [...quiet(tenantId), queueIsEmpty(IMAGES.queue)]; }

/** Limits that the deployment sets to other than their defaults. */
export interface GalleryLimits {
  /** `QUOTA_IMAGES`. Default 1000. */
  images?: number;
  /** `QUOTA_BYTES`. Default 1 GiB. */
  bytes?: number;
}

/** What is true of a tenant's gallery once it is at rest, whatever its users did, in whatever order. */
export function galleryInvariants(tenantId: string, limits: GalleryLimits = {}): Invariant[] {
  return [...counters(tenantId), ...votes(tenantId), ...belonging(tenantId), ...announcements(tenantId), quotas(tenantId, limits),
    rowsHaveTheirFiles(tenantId), filesBelongToRows(), cacheEqualsDatabase(tenantId), nothingGoneIsCached(tenantId)];
}

/** Every counter is the number of its rows. */
export function counters(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  const counted = (name: string, columns: string) => rows(`an image's ${name} are the rows of them`, `
    select * from (select i.id as image, ${columns} from gallery_images i where i.tenant_id = $1) x where said <> found`);
  return [
    counted('up votes', 'i.up_votes as said, (select count(*)::int from gallery_votes v where v.image_id = i.id and v.value = 1) as found'),
    counted('down votes', 'i.down_votes as said, (select count(*)::int from gallery_votes v where v.image_id = i.id and v.value = -1) as found'),
    counted('favourites', 'i.favourites as said, (select count(*)::int from gallery_favourites f where f.image_id = i.id) as found'),
    counted('comments', 'i.comments as said, (select count(*)::int from gallery_comments c where c.image_id = i.id) as found'),
    rows('a collection counts its entries', `
      select * from (select c.id as collection, c.images as said, (select count(*)::int from gallery_collection_images e where e.collection_id = c.id) as found
        from gallery_collections c where c.tenant_id = $1) x where said <> found`),
    rows('what a user has stored is what counts against the quota', `
      select * from (select u.name, m.images, m.bytes::int as bytes, count(i.id)::int as found_images, coalesce(sum(i.byte_size), 0)::int as found_bytes
        from users u left join gallery_members m on m.user_id = u.id left join gallery_images i on i.uploaded_by = u.id where u.tenant_id = $1 group by u.id, m.user_id) x
        where images is distinct from found_images or bytes is distinct from found_bytes`),
  ];
}

/** The history of votes tells how the votes came about. */
export function votes(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('a user\'s votes are numbered 1, 2, 3 … without a gap', `
      select u.name, m.cast_votes, count(h.*)::int as entries, min(h.number) as first, max(h.number) as last from users u join gallery_members m on m.user_id = u.id left join gallery_vote_history h on h.user_id = u.id
        where u.tenant_id = $1 group by u.id, m.user_id having count(h.*) <> m.cast_votes or coalesce(max(h.number), 0) <> m.cast_votes or coalesce(min(h.number), 1) <> 1`),
    rows('the last entry about an image is the vote on it', `
      select u.name, l.image_id as image, l.number, l.value as last_entry, v.number as vote_number, v.value as vote from
        (select distinct on (h.user_id, h.image_id) h.* from gallery_vote_history h order by h.user_id, h.image_id, h.number desc) l
        join users u on u.id = l.user_id join gallery_images i on i.id = l.image_id left join gallery_votes v on v.user_id = l.user_id and v.image_id = l.image_id
        where u.tenant_id = $1 and (coalesce(v.value, 0) <> l.value or (v.number is not null and v.number <> l.number))`),
    rows('every vote has its entry in the history', `
      select u.name, v.image_id as image, v.value, v.number from gallery_votes v join users u on u.id = v.user_id
        where u.tenant_id = $1 and not exists (select from gallery_vote_history h where h.user_id = v.user_id and h.number = v.number and h.image_id = v.image_id and h.value = v.value)`),
    rows('only images that are ready have votes, favourites and comments', `
      select i.id as image, i.status, i.up_votes, i.down_votes, i.favourites, i.comments from gallery_images i where i.tenant_id = $1 and i.status <> 'READY'
        and (exists (select from gallery_votes where image_id = i.id) or exists (select from gallery_favourites where image_id = i.id) or exists (select from gallery_comments where image_id = i.id))`),
  ];
}

/** Nothing hangs on what is not there, and everything has its one place. */
export function belonging(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  const orphans = (what: string, table: string, owner: string) => rows(`no ${what} without its image`, `
    select u.name, x.image_id as image from ${table} x join users u on u.id = ${owner} where u.tenant_id = $1 and not exists (select from gallery_images where id = x.image_id)`);
  return [
    orphans('vote', 'gallery_votes', 'x.user_id'),
    orphans('favourite', 'gallery_favourites', 'x.user_id'),
    orphans('comment', 'gallery_comments', 'x.author'),
    orphans('entry of a collection', 'gallery_collection_images', '(select owner from gallery_collections where id = x.collection_id)'),
    rows('what is gone is not there', 'select i.id as image, i.status, g.deleted_at from gallery_images i join gallery_gone g on g.image_id = i.id where i.tenant_id = $1'),
    rows('every image is in one existing category of its tenant, and its breed is one of that category', `
      select i.id as image, i.category_id, i.breed_id, c.id as category, b.category_id as breed_of from gallery_images i left join gallery_categories c on c.id = i.category_id and c.tenant_id = i.tenant_id
        left join gallery_breeds b on b.id = i.breed_id where i.tenant_id = $1 and (c.id is null or (i.breed_id is not null and b.category_id is distinct from i.category_id))`),
    rows('a tenant has one preset category', `select count(*)::int as preset from gallery_categories where tenant_id = $1 and preset having count(*) <> 1`),
    rows('a category that was merged away is no longer there', `select m.id, m.into_id from gallery_merged_categories m where m.tenant_id = $1 and exists (select from gallery_categories c where c.id = m.id)`),
    rows('no two images have one place in the feed', 'select position, count(*)::int as images, array_agg(id) as image from gallery_images where tenant_id = $1 and position is not null group by position having count(*) > 1'),
    rows('an image has a place in the feed and its thumbnails as soon as it is ready, and not before', `
      select id as image, status, position, thumb_path, large_path, ready_at from gallery_images where tenant_id = $1 and num_nonnulls(position, thumb_path, large_path, ready_at) <> case status when 'READY' then 4 else 0 end`),
    rows('the comments on an image have numbers of their own', `
      select c.image_id as image, c.number, i.comment_numbers, count(*)::int as comments from gallery_comments c join gallery_images i on i.id = c.image_id where i.tenant_id = $1
        group by c.image_id, c.number, i.comment_numbers having count(*) > 1 or c.number > i.comment_numbers`),
  ];
}

/** Each image was announced once, and no announcement was given up. */
export function announcements(tenantId: string): Invariant[] {
  const rows = about(tenantId);
  return [
    rows('every image was announced by one message, which names it', `
      select i.id as image, i.status, (select count(*)::int from outbox o where o.payload->>'imageId' = i.id::text) as messages from gallery_images i where i.tenant_id = $1
        and (select array_agg(o.id) from outbox o where o.payload->>'imageId' = i.id::text and o.payload->>'storedPath' = i.stored_path and o.payload->>'uploadedBy' = i.uploaded_by::text) is distinct from array[i.message_id]`),
    rows('an image is processed when its announcement is handled, and only then', `
      select i.id as image, i.status, count(n.*)::int as handled from gallery_images i left join inbox n on n.message_id = i.message_id where i.tenant_id = $1
        group by i.id having count(n.*) <> case i.status when 'PROCESSING' then 0 else 1 end`),
    invariant('no announcement ended among the dead letters', async ({ postgres, rabbitmq }) => {
      if (await rabbitmq.ready(IMAGES.dead) === 0) return [];
      const users = new Set((await postgres.rows<{ id: string }>('select id from users where tenant_id = $1', [tenantId])).map(({ id }) => id));
      const dead = (await rabbitmq.peek(IMAGES.dead)).map(({ body }) => JSON.parse(body) as { imageId: string; uploadedBy: string });
      return dead.filter(({ uploadedBy }) => users.has(uploadedBy));
    }),
  ];
}

/** Nobody has more than they may. */
export function quotas(tenantId: string, { images = 1000, bytes = 1024 ** 3 }: GalleryLimits = {}): Invariant {
  return invariant(`nobody has more than ${images} images and ${bytes} bytes`, ({ postgres }) => postgres.rows(`
    select u.name, count(*)::int as images, sum(i.byte_size)::int as bytes from gallery_images i join users u on u.id = i.uploaded_by where i.tenant_id = $1
      group by u.id having count(*) > $2 or sum(i.byte_size) > $3`, [tenantId, images, bytes]));
}

/**
 * Every image of the tenant is one whose upload was acknowledged, and every acknowledged one is there or was deleted.
 * @param acknowledged IDs that uploads were answered with
 * @param unknown how many uploads had no answer: so many images more may be there
 */
export function imagesAreAcknowledged(tenantId: string, acknowledged: readonly string[], unknown = 0): Invariant {
  return invariant('the images are those whose upload was acknowledged', async ({ postgres }) => {
    const found = (await postgres.rows<{ id: string }>('select id from gallery_images where tenant_id = $1 union select image_id from gallery_gone where tenant_id = $1', [tenantId])).map(({ id }) => id);
    const missing = acknowledged.filter((id) => !found.includes(id)).map((id) => ({ image: id, was: 'acknowledged, and is not there' }));
    const extra = found.filter((id) => !acknowledged.includes(id)).map((id) => ({ image: id, was: 'never acknowledged, and is there' }));
    return extra.length > unknown ? [...missing, ...extra] : missing;
  });
}
