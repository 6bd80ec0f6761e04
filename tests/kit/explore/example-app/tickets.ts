import type pg from 'pg';

/** Ways to sell the last ticket; each answers with an HTTP status. */
export type Sale = (pool: pg.Pool) => Promise<number>;

const sold = 201;
const soldOut = 409;
const tryAgain = 503;

async function available(client: pg.Pool | pg.PoolClient, suffix = ''): Promise<number> {
  const { rows: [event] } = await client.query<{ available: number }>(`select available from events where id = 1${suffix}`);
  return event?.available ?? 0;
}

async function take(client: pg.Pool | pg.PoolClient, left: number): Promise<number> {
  await client.query('update events set available = $1 where id = 1', [left - 1]);
  await client.query('insert into tickets (event_id) values (1)');
  return sold;
}

/** Runs `work` in a transaction that is rolled back where nothing was sold. */
export async function inTransaction(pool: pg.Pool, begin: string, work: (client: pg.PoolClient) => Promise<number>): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query(begin);
    const status = await work(client);
    await client.query(status === sold ? 'commit' : 'rollback');
    return status;
  } catch {
    await client.query('rollback');
    return tryAgain; // the database refused: the buyer may come again
  } finally {
    client.release();
  }
}

const checkThenTake = (begin: string, suffix = ''): Sale => pool => inTransaction(pool, begin, async client => {
  const left = await available(client, suffix);
  return left > 0 ? take(client, left) : soldOut;
});

/** The five of the design's table, and more ways that are wrong or right. */
export const sales = {
  naive: async pool => {
    const left = await available(pool);
    return left > 0 ? take(pool, left) : soldOut;
  },
  transaction: checkThenTake('begin'),
  rowLock: checkThenTake('begin', ' for update'),
  serializable: checkThenTake('begin isolation level serializable'),
  atomic: async pool => {
    const { rowCount } = await pool.query('update events set available = available - 1 where id = 1 and available > 0');
    if (rowCount === 0) return soldOut;
    await pool.query('insert into tickets (event_id) values (1)');
    return sold;
  },
  advisoryLock: pool => inTransaction(pool, 'begin', async client => {
    await client.query('select pg_advisory_xact_lock(42)');
    const left = await available(client);
    return left > 0 ? take(client, left) : soldOut;
  }),
  skipLocked: pool => inTransaction(pool, 'begin', async client => {
    const { rows: [seat] } = await client.query<{ id: number }>('select id from seats where not taken order by id limit 1 for update skip locked');
    if (!seat) return soldOut;
    await client.query('update seats set taken = true where id = $1', [seat.id]);
    await client.query('insert into tickets (event_id) values (1)');
    return sold;
  }),
  /** Wrong: two may both find none. */
  checkThenInsert: async pool => {
    const { rowCount } = await pool.query('select 1 from tickets where event_id = 1');
    if (rowCount) return soldOut;
    await pool.query('insert into tickets (event_id) values (1)');
    return sold;
  },
  /** Wrong inside one statement. */
  insertIfNone: async pool => {
    const { rowCount } = await pool.query('insert into tickets (event_id) select 1 where not exists (select 1 from tickets where event_id = 1)');
    return rowCount ? sold : soldOut;
  },
  /** The same, and a unique constraint sees to it that only one can. */
  claimIfNone: async pool => {
    try {
      const { rowCount } = await pool.query('insert into claims (event_id) select 1 where not exists (select 1 from claims where event_id = 1)');
      return rowCount ? sold : soldOut;
    } catch {
      return soldOut;
    }
  },
  claim: async pool => ((await pool.query('insert into claims (event_id) values (1) on conflict do nothing')).rowCount ? sold : soldOut),
  /** The check and the insert in one SERIALIZABLE transaction, sent as one message. */
  serializableInOne: async pool => {
    const client = await pool.connect();
    try {
      const results = await client.query('begin isolation level serializable; insert into tickets (event_id) select 1 where not exists (select 1 from tickets where event_id = 1); commit') as unknown as pg.QueryResult[];
      return results.some(({ command, rowCount }) => command === 'INSERT' && rowCount) ? sold : soldOut;
    } catch {
      await client.query('rollback');
      return tryAgain;
    } finally {
      client.release();
    }
  },
  /** Gives up when it must wait for long. */
  impatient: pool => inTransaction(pool, 'begin', async client => {
    await client.query(`set local lock_timeout = '100ms'`);
    await client.query('insert into tickets (event_id) values (1)');
    return sold;
  }),
} satisfies Record<string, Sale>;

/** One doctor of two goes off call, if another stays: write skew where the level of isolation lets it through. */
export const goOffCall = (level: string) => (doctor: string): Sale => pool => inTransaction(pool, `begin isolation level ${level}`, async client => {
  const { rows: [others] } = await client.query<{ n: number }>('select count(*)::int as n from doctors where on_call and name <> $1', [doctor]);
  if ((others?.n ?? 0) === 0) return soldOut;
  await client.query('update doctors set on_call = false where name = $1', [doctor]);
  return sold;
});

export const schema = `
  create table events (id int primary key, available int not null);
  create table tickets (id int generated always as identity primary key, event_id int not null);
  create table claims (event_id int primary key);
  create table seats (id int primary key, taken boolean not null);
  create table doctors (name text primary key, on_call boolean not null);
  insert into events values (1, 1);
  insert into seats values (1, false);
  insert into doctors values ('ann', true), ('ben', true);`;

export const reset = `
  update events set available = 1; delete from tickets; delete from claims; update seats set taken = false; update doctors set on_call = true`;
