import type { ChannelModel } from 'amqplib';

/** A kind of work that is handed to workers through a queue. */
export interface WorkQueue {
  exchange: string;
  /** Name of the queue, and the routing key of its messages. */
  queue: string;
  /** Where messages go that nobody can handle. */
  deadLetterQueue: string;
  /** How often a message may come back before it is put there. */
  deliveryLimit: number;
}

/**
 * Declares the queue and what belongs to it. Every process does so on every connection: whichever starts first finds
 * everything in place, and so does one that meets an emptied broker.
 */
export function declare({ exchange, queue, deadLetterQueue, deliveryLimit }: WorkQueue) {
  return async (connection: ChannelModel): Promise<void> => {
    const channel = await connection.createChannel();
    channel.on('error', () => {});
    await channel.assertExchange(exchange, 'topic', { durable: true });
    await channel.assertQueue(deadLetterQueue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    await channel.assertQueue(queue, {
      durable: true,
      arguments: {
        'x-queue-type': 'quorum',
        'x-delivery-limit': deliveryLimit,
        'x-dead-letter-exchange': '',
        'x-dead-letter-routing-key': deadLetterQueue,
      },
    });
    await channel.bindQueue(queue, exchange, queue);
    await channel.close();
  };
}
