import type { Queryable } from './postgres.js';

/** The channel on which relays are woken. */
export const OUTBOX_CHANNEL = 'outbox';

export interface OutboxMessage {
  /** Becomes the message's `messageId`, by which its consumer recognises it when it comes twice. */
  id: string;
  exchange: string;
  routingKey: string;
  payload: Record<string, unknown>;
}

/**
 * Has a message sent if, and only if, the transaction commits. Protected by: the outbox. The row is part of the transaction; a
 * relay publishes it afterwards, and the wake-up too is delivered by Postgres only at the commit.
 */
export async function sendOnCommit(tx: Queryable, { id, exchange, routingKey, payload }: OutboxMessage): Promise<void> {
  await tx.query(
    `with message as (insert into outbox (id, exchange, routing_key, payload) values ($1, $2, $3, $4) returning id)
     select pg_notify('${OUTBOX_CHANNEL}', '') from message`,
    [id, exchange, routingKey, JSON.stringify(payload)],
  );
}
