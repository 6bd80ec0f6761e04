import pg from 'pg';

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
  // 08: connection; 53: out of connections, memory or disk; 57P: shutting or starting up; 57014, 25P03: a time-out of ours.
  if (state) return /^(08|53|57P|57014|25P03)/.test(state);
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  return ('code' in error && typeof error.code === 'string' && NETWORK.has(error.code)) || LOST.test(error.message);
}
