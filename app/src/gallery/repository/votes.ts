import type { Queryable } from '../../platform/postgres.js';
import type { Mine, NumberedPage, VoteEntry } from '../schema.js';

type Vote = Mine['vote'];

/** Protected by: this lock, under which one user votes one at a time: what the vote was before, and the next number of the history, stay true until the commit. */
export async function lockMember(tx: Queryable, userId: string): Promise<void> {
  await tx.query('select from gallery_members where user_id = $1 for update', [userId]);
}

export async function findVote(tx: Queryable, imageId: string, userId: string): Promise<Vote> {
  const { rows } = await tx.query<{ value: Vote }>('select value from gallery_votes where image_id = $1 and user_id = $2', [imageId, userId]);
  return rows[0]?.value ?? 0;
}

/** Writes the vote, or withdraws it, and its entry in the history; returns the entry's number. To be called under the locks on the member and the image. */
export async function recordVote(tx: Queryable, imageId: string, userId: string, value: Vote): Promise<number> {
  const { rows } = await tx.query<{ number: number }>(
    `with m as (update gallery_members set cast_votes = cast_votes + 1 where user_id = $1 returning cast_votes)
     insert into gallery_vote_history (user_id, number, image_id, value, at) select $1, m.cast_votes, $2, $3, clock_timestamp() from m returning number`,
    [userId, imageId, value],
  );
  const { number } = rows[0]!;
  if (value === 0) await tx.query('delete from gallery_votes where image_id = $1 and user_id = $2', [imageId, userId]);
  else {
    await tx.query(
      `insert into gallery_votes (image_id, user_id, value, number) values ($1, $2, $3, $4)
       on conflict (image_id, user_id) do update set value = excluded.value, number = excluded.number`,
      [imageId, userId, value, number],
    );
  }
  return number;
}

/** In order. Entries become visible in the order of their numbers, since who takes the next waits until the one before is committed: a page is never one with a gap. */
export async function listVoteHistory(db: Queryable, userId: string, { after, limit }: NumberedPage): Promise<VoteEntry[]> {
  const { rows } = await db.query<VoteEntry>(
    'select number, image_id as "imageId", value, at from gallery_vote_history where user_id = $1 and number > $2 order by number limit $3',
    [userId, after, limit],
  );
  return rows;
}
