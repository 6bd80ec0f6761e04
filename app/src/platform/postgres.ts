import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from './log.js';

/** A pool, or one connection of it inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;
export type Pool = pg.Pool;

export interface PoolOptions {
  url: string;
  max: number;
  /** Shown in `pg_stat_activity`. */
  name: string;
  log: Log;
}

export function createPool({ url, max, name, log }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: `bazaar ${name}`,
    // How long a request queues for a connection before it is told to come back later.
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // A peer that vanished without a word must not keep its row locks.
    idle_in_transaction_session_timeout: 30_000,
    statement_timeout: 30_000,
  });
  // An idle connection that breaks is replaced when one is next needed; without a listener it would end the process.
  pool.on('error', (error) => log.warn({ reason: error.message }, 'an idle Postgres connection broke'));
  return pool;
}

export interface TransactionOptions {
  isolation?: 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';
  /** How often the whole of `work` runs when the database picks it as the victim of a conflict. */
  attempts?: number;
}

/** Errors after which the same transaction, run again, may succeed: serialization failure and deadlock. */
const CONFLICTS = new Set(['40001', '40P01']);

/**
 * Runs `work` in a transaction and commits what it did; any error rolls everything back. A transaction that loses a
 * conflict is run again from the start, so `work` must have no effects but those in the database.
 *
 * ```ts
 * const job = await transaction(pool, async (tx) => { … await tx.query(…) … });
 * ```
 */
export async function transaction<T>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  const { isolation = 'READ COMMITTED', attempts = 8 } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptTransaction(pool, work, isolation);
    } catch (error) {
      if (attempt >= attempts || !CONFLICTS.has(sqlState(error) ?? '')) throw error;
      // Apart by chance, so that those who collided do not collide again.
      await delay(Math.random() * 10 * 2 ** attempt);
    }
  }
}

async function attemptTransaction<T>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<T>, isolation: string): Promise<T> {
  const client = await pool.connect();
  // While a client is out, its errors are not the pool's: the query in flight reports them, and this keeps the process alive.
  const ignore = () => {};
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    await client.query(isolation === 'READ COMMITTED' ? 'BEGIN' : `BEGIN ISOLATION LEVEL ${isolation}`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

/** The five characters by which Postgres names an error, if it was Postgres that refused. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** The constraint that was violated, if one was. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined;
}

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
const LOST = /Connection terminated|timeout exceeded when trying to connect|not queryable|Client was closed|Query read timeout|Cannot use a pool after/i;

/**
 * Whether the error says that the database cannot be reached or has no time, rather than that the statement was wrong. What a
 * commit did when this happened to it is unknown.
 */
export function isUnavailable(error: unknown): boolean {
  const state = sqlState(error);
  // 08: connection; 53: out of connections, memory or disk; 57P: shutting or starting up; 57014, 55P03, 25P03: a time-out of ours.
  if (state) return /^(08|53|57P|57014|55P03|25P03)/.test(state);
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  return ('code' in error && typeof error.code === 'string' && NETWORK.has(error.code)) || LOST.test(error.message);
}
