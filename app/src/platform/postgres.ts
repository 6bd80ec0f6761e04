import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { conflictOf, isLockTimeout, lockTimeouts, transactionRetries } from './conflicts.js';
import type { Log } from './log.js';
import { PreparingClient } from './prepared.js';

export { isUnavailable, sqlState, violatedConstraint } from './postgres-errors.js';

/** A pool, or one connection of it inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;
export type Pool = pg.Pool;

export interface PoolOptions {
  url: string;
  max: number;
  /** How long a request queues for a connection before it is told to come back later. */
  waitMs: number;
  /** How long a statement may take, and a transaction do nothing. */
  statementMs: number;
  /** Shown in `pg_stat_activity`. */
  name: string;
  log: Log;
}

/** Owns no table, so row security binds it: see `inTenant`. */
const ROLE = 'bazaar_tenant';

export function createPool({ url, max, waitMs, statementMs, name, log }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: actingAs(ROLE, url),
    max,
    application_name: `bazaar ${name}`,
    connectionTimeoutMillis: waitMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // A peer that vanished without a word must not keep its row locks.
    idle_in_transaction_session_timeout: statementMs,
    statement_timeout: statementMs,
  });
  // An idle connection that breaks is replaced when one is next needed; without a listener it would end the process.
  pool.on('error', (error) => log.warn({ reason: error.message }, 'an idle Postgres connection broke'));
  return pool;
}

/**
 * The address, so that each connection begins as the role. In the address and behind its own options, since what an address says goes before all other settings:
 * no `options` of it may leave the role out.
 */
function actingAs(role: string, url: string): string {
  const address = new URL(url);
  address.searchParams.set('options', `${address.searchParams.get('options') ?? ''} -c role=${role}`.trim());
  return address.href;
}

export type Isolation = 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';

export interface TransactionOptions {
  /** Preset: READ COMMITTED. */
  isolation?: Isolation;
  /** Preset: false. */
  readOnly?: boolean;
  /** How often the whole of `work` runs at most when it loses a conflict. Preset: 8. */
  attempts?: number;
  /** `SET LOCAL …` commands for this transaction alone, sent in one text with its beginning. */
  settings?: string;
  /** Told before each run which it is: 1, 2, 3 … */
  onAttempt?: (attempt: number) => void;
}

/** The longest that a transaction waits before it is run again, on average twice as long as it does. */
const MOST_DELAY_MS = 250;

/**
 * Runs `work` in a transaction and commits what it did; any error rolls everything back. A transaction that loses a
 * conflict (serialization failure, deadlock, {@link StaleRead}) is run again from the start, so `work` must read its state itself and have no effects but those in the database.
 *
 * ```ts
 * const job = await transaction(pool, async (tx) => { … await tx.query(…) … });
 * ```
 *
 * @throws the last conflict, when all attempts have lost one: answered with 503.
 */
export async function transaction<T>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  const { attempts = 8, onAttempt } = options;
  for (let attempt = 1; ; attempt++) {
    onAttempt?.(attempt);
    try {
      return await attemptTransaction(pool, work, options);
    } catch (error) {
      if (isLockTimeout(error)) lockTimeouts.inc();
      const reason = conflictOf(error);
      if (attempt >= attempts || !reason) throw error;
      transactionRetries.inc({ reason });
      // Apart by chance, so that those who collided do not collide again.
      await delay(Math.random() * Math.min(10 * 2 ** attempt, MOST_DELAY_MS));
    }
  }
}

async function attemptTransaction<T>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<T>, { isolation = 'READ COMMITTED', readOnly, settings }: TransactionOptions): Promise<T> {
  const client = await pool.connect();
  // While a client is out, its errors are not the pool's: the query in flight reports them, and this keeps the process alive.
  const ignore = () => {};
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    await client.query(['BEGIN', isolation === 'READ COMMITTED' ? '' : ` ISOLATION LEVEL ${isolation}`, readOnly ? ' READ ONLY' : '', settings ? `; ${settings}` : ''].join(''));
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
