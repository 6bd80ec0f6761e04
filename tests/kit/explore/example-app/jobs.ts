import type { ConfirmChannel } from 'amqplib';
import type pg from 'pg';

/** Publishes on the exchange `jobs`, and waits until the broker has it. */
async function announce(channel: ConfirmChannel, id: number): Promise<void> {
  channel.publish('jobs', 'jobs', Buffer.from(String(id)));
  await channel.waitForConfirms();
}

/** Publishes what committed transactions left in the outbox, once each if it locks what it takes. */
export async function relay(db: pg.Client, channel: ConfirmChannel, lock = true): Promise<void> {
  await db.query('begin');
  const { rows } = await db.query<{ job: number }>(`select job from outbox where not sent ${lock ? 'for update skip locked' : ''}`);
  for (const { job } of rows) {
    await announce(channel, job);
    await db.query('update outbox set sent = true where job = $1', [job]);
  }
  await db.query('commit');
}

/** Ways to make job 1 and announce it. */
export const submits = {
  /** Wrong: a worker may look before the job is committed. */
  publishFirst: async (db, channel) => {
    await db.query('begin');
    await db.query(`insert into jobs values (1, 'new')`);
    await announce(channel, 1);
    await db.query('commit');
  },
  /** Right as long as nobody dies in between. */
  commitFirst: async (db, channel) => {
    await db.query('begin');
    await db.query(`insert into jobs values (1, 'new')`);
    await db.query('commit');
    await announce(channel, 1);
  },
  outbox: async (db, channel) => {
    await db.query('begin');
    await db.query(`insert into jobs values (1, 'new')`);
    await db.query('insert into outbox values (1, false)');
    await db.query('commit');
    await relay(db, channel);
  },
  /** Wrong: two relays may take the same row. */
  outboxUnlocked: async (db, channel) => {
    await db.query('begin');
    await db.query(`insert into jobs values (1, 'new')`);
    await db.query('insert into outbox values (1, false)');
    await db.query('commit');
    await relay(db, channel, false);
  },
} satisfies Record<string, (db: pg.Client, channel: ConfirmChannel) => Promise<void>>;

export const jobsSchema = 'create table jobs (id int primary key, state text); create table outbox (job int primary key, sent boolean)';
