import { randomUUID } from 'node:crypto';
import type { Identity } from './auth.js';
import { HttpError } from './errors.js';
import type { Queryable } from './postgres.js';

/** What a request of several transactions has begun: ids of the rows, for example `{ paymentId }`. */
export type Progress = Record<string, string>;

/** The row of a key that is held by `holder`. */
export interface Marker {
  userId: string;
  key: string;
  holder: string;
  progress: Progress | null;
}

interface Found {
  fingerprint: string;
  state: 'IN_PROGRESS' | 'DONE';
  holder: string;
  ended: boolean;
  progress: Progress | null;
  status: number;
  text: string;
}

/**
 * Becomes the holder of a key, or answers what is kept under it.
 *
 * Protected by: the primary key + ON CONFLICT, so that of any number of requests one inserts the marker; and, once the lease of its holder has ended, one conditional update, which of
 * those who saw the same holder only the first can make. The database's clock is everybody's.
 *
 * @throws 422 `idempotency_key_reused` for another request, 409 `in_progress` while its holder is at it.
 */
export async function takeKey(tx: Queryable, { tenantId, userId }: Identity, key: string, fingerprint: string, leaseSeconds: number): Promise<Marker | { status: number; text: string }> {
  const holder = randomUUID();
  for (;;) {
    const inserted = await tx.query(
      `insert into idempotency_keys (tenant_id, user_id, key, fingerprint, state, holder, lease_until)
       values ($1, $2, $3, $4, 'IN_PROGRESS', $5, clock_timestamp() + $6 * interval '1 second') on conflict do nothing`,
      [tenantId, userId, key, fingerprint, holder, leaseSeconds],
    );
    if (inserted.rowCount === 1) return { userId, key, holder, progress: null };

    const { rows } = await tx.query<Found>(
      `select fingerprint, state, holder, lease_until <= clock_timestamp() as ended, progress, status, body::text as text from idempotency_keys where user_id = $1 and key = $2`,
      [userId, key],
    );
    const found = rows[0];
    // Freed since: it is new again.
    if (!found) continue;
    if (found.fingerprint !== fingerprint) throw new HttpError(422, 'idempotency_key_reused', 'This key was sent with another request. Choose a new one.');
    if (found.state === 'DONE') return { status: found.status, text: found.text };
    if (!found.ended) throw inProgress();

    const taken = await tx.query<{ progress: Progress | null }>(
      `update idempotency_keys set holder = $4, lease_until = clock_timestamp() + $5 * interval '1 second'
       where user_id = $1 and key = $2 and holder = $3 and state = 'IN_PROGRESS' and lease_until <= clock_timestamp() returning progress`,
      [userId, key, found.holder, holder, leaseSeconds],
    );
    if (taken.rowCount === 1) return { userId, key, holder, progress: taken.rows[0]!.progress };
    // Finished, or taken over by another, since it was read.
  }
}

export const inProgress = () => new HttpError(409, 'in_progress', 'A request with this key is under way. Send it again.', { headers: { 'retry-after': '1' } });

const MINE = `user_id = $1 and key = $2 and holder = $3 and state = 'IN_PROGRESS'`;

/** Stores the answer. False: somebody has taken over. */
export async function keepAnswer(tx: Queryable, { userId, key, holder }: Marker, status: number, text: string): Promise<boolean> {
  const { rowCount } = await tx.query(`update idempotency_keys set state = 'DONE', status = $4, body = $5 where ${MINE}`, [userId, key, holder, status, text]);
  return rowCount === 1;
}

/** Notes what was begun, and begins the lease anew. False: somebody has taken over. */
export async function noteProgress(tx: Queryable, { userId, key, holder }: Marker, progress: Progress, leaseSeconds: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update idempotency_keys set progress = $4, lease_until = clock_timestamp() + $5 * interval '1 second' where ${MINE}`,
    [userId, key, holder, JSON.stringify(progress), leaseSeconds],
  );
  return rowCount === 1;
}

/** Frees the key. False: somebody has taken over. */
export async function forget(tx: Queryable, { userId, key, holder }: Marker): Promise<boolean> {
  const { rowCount } = await tx.query(`delete from idempotency_keys where ${MINE}`, [userId, key, holder]);
  return rowCount === 1;
}

/** Lets the next who sends the key take over at once. False: somebody has already. */
export async function endLease(tx: Queryable, { userId, key, holder }: Marker): Promise<boolean> {
  const { rowCount } = await tx.query(`update idempotency_keys set lease_until = clock_timestamp() where ${MINE}`, [userId, key, holder]);
  return rowCount === 1;
}
