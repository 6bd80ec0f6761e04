import type { Queryable } from './postgres.js';

/** Whether the message's effects are already committed. */
export async function isHandled(db: Queryable, consumer: string, messageId: string): Promise<boolean> {
  const { rowCount } = await db.query('select 1 from inbox where consumer = $1 and message_id = $2', [consumer, messageId]);
  return rowCount === 1;
}

/**
 * Notes, in the transaction that finishes the message's work, that it is done.
 * Protected by: the primary key (consumer, message_id), in the same transaction as the effects.
 */
export async function markHandled(tx: Queryable, consumer: string, messageId: string): Promise<void> {
  await tx.query('insert into inbox (consumer, message_id) values ($1, $2) on conflict do nothing', [consumer, messageId]);
}
