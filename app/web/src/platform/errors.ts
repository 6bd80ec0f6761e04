/** Bazaar answered, and said no. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  /** The documented code, such as `version_conflict`. */
  readonly code: string;
  /** Whatever else the answer held, such as `current`. */
  readonly details: Record<string, unknown>;
  /** When one may go on (a local time in ms), if Bazaar said so. */
  readonly mayGoOnAt: number | undefined;
  /** Of a limit that was reached: whether all of the workspace have reached it together. */
  readonly everybody: boolean;

  constructor(status: number, body: unknown, header: (name: string) => string | null) {
    const details = isRecord(body) ? body : {};
    super(typeof details.message === 'string' ? details.message : `Bazaar answered ${status}.`);
    this.status = status;
    this.code = typeof details.error === 'string' ? details.error : `http_${status}`;
    this.details = details;
    this.mayGoOnAt = parseRetryAfter(header('retry-after'));
    this.everybody = header('x-ratelimit-scope') === 'tenant';
  }
}

/** No answer came: whether the request took effect is not known. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

/** The person signed out, or somebody else signed in: the request was not sent. */
export class SignedOut extends Error {
  override name = 'SignedOut';
}

export function explain(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.code === 'maintenance') return 'Bazaar is being maintained: nothing can be changed until that is over.';
    if (error.status === 429) return error.everybody ? 'Your workspace has reached its limit for now: all of you together.' : 'You have reached the limit for now.';
    if (error.status >= 500) return 'Bazaar could not do this just now. Nothing you typed is lost: try again.';
    return error.message;
  }
  if (error instanceof Unreachable) return 'Bazaar did not answer. Check your connection and try again.';
  if (error instanceof SignedOut) return 'You are signed out. Sign in and try again.';
  return 'Something went wrong in this page. Reload it and try again.';
}

export function isApiError(error: unknown, code: string): error is ApiError {
  return error instanceof ApiError && error.code === code;
}

/** No answer, or one that does not say: what was asked for may have happened. */
export function mayHaveArrived(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof ApiError && error.status >= 500 && error.code !== 'maintenance' && error.code !== 'overloaded');
}

/** Seconds, or a date: HTTP allows both. */
function parseRetryAfter(value: string | null): number | undefined {
  if (!value) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Date.now() + seconds * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : date;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
