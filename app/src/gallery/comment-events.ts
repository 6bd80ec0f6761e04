import type { Redis } from 'ioredis';
import { liveText } from '../platform/live.js';
import type { Log } from '../platform/log.js';
import type { Comment } from './schema.js';
import { galleryTopic } from './topics.js';

interface WithRedis {
  redis: Redis;
  log: Log;
}

/** Longer than anyone can be between a commit and the telling of it. */
const GONE_MS = 600_000;

const goneKey = (id: string) => `gallery:comment-gone:${id}`;

const TELL = `
if redis.call('EXISTS', KEYS[1]) == 0 and redis.call('HEXISTS', KEYS[2], 'gone') == 0 then redis.call('PUBLISH', ARGV[1], ARGV[2]) end`;

const TELL_GONE = `
redis.call('SET', KEYS[1], '1', 'PX', ARGV[3])
redis.call('PUBLISH', ARGV[1], ARGV[2])`;

/**
 * Tells the tenant of a new comment, after the commit. Protected by: one Lua script that looks whether the comment or its image was deleted, in the meantime, through another instance: nobody is
 * told of a comment after they were told that it is gone.
 */
export const commentAdded = ({ redis, log }: WithRedis, tenantId: string, comment: Comment): void =>
  send(log, redis.eval(TELL, 2, goneKey(comment.id), `gallery:image:${comment.imageId}`, galleryTopic(tenantId), liveText('comment', JSON.stringify(comment))));

export const commentGone = ({ redis, log }: WithRedis, tenantId: string, comment: Pick<Comment, 'id' | 'imageId'>): void =>
  send(log, redis.eval(TELL_GONE, 1, goneKey(comment.id), galleryTopic(tenantId), liveText('comment-gone', JSON.stringify(comment)), GONE_MS));

/** Not waited for, like all live events: a page that misses it sees the change when it next reads. */
function send(log: Log, sent: Promise<unknown>): void {
  sent.catch((error: unknown) => log.debug({ reason: String(error) }, 'a live event was not sent'));
}
