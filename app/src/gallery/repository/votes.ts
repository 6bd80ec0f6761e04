import type { Queryable } from '../../platform/postgres.js';
import type { Mine, NumberedPage, VoteEntry } from '../schema.js';

type Vote = Mine['vote'];

/** Protected by: this lock, under which one user votes one at a time: what the vote was before, and the next number of the history, stay true until the commit (but for the image's deletion). */
export async function lockMember(tx: Queryable, userId: string): Promise<void> {
  await tx.query('select from gallery_members where user_id = $1 for update', [userId]);
}

/** Writes the vote, or withdraws it, and its entry in the history; returns the entry's number. To be called under the locks on the member and the image. */
export async function recordVote(tx: Queryable, imageId: string, userId: string, value: Vote): Promise<number> {
  const entry = `m as (update gallery_members set cast_votes = cast_votes + 1 where user_id = $1 returning cast_votes as number),
    h as (insert into gallery_vote_history (user_id, number, image_id, value, at) select $1, number, $2, $3::smallint, clock_timestamp() from m)`;
  const { rows } = await tx.query<{ number: number }>(
    value === 0
      ? `with ${entry}, v as (delete from gallery_votes where image_id = $2 and user_id = $1) select number from m`
      : `with ${entry} insert into gallery_votes (image_id, user_id, value, number) select $2, $1, $3::smallint, number from m
         on conflict (image_id, user_id) do update set value = excluded.value, number = excluded.number returning number`,
    [userId, imageId, value],
  );
  return rows[0]!.number;
}

/** In order. Entries become visible in the order of their numbers, since who takes the next waits until the one before is committed: a page is never one with a gap. */
export async function listVoteHistory(db: Queryable, userId: string, { after, limit }: NumberedPage): Promise<VoteEntry[]> {
  const { rows } = await db.query<VoteEntry>(
    'select number, image_id as "imageId", value, at from gallery_vote_history where user_id = $1 and number > $2 order by number limit $3',
    [userId, after, limit],
  );
  return rows;
}
