import type { FastifyError, FastifyInstance } from 'fastify';
import { conflictOf, isLockTimeout } from './conflicts.js';
import { isUnavailable, sqlState } from './postgres-errors.js';

export interface HttpErrorOptions {
  /** Further members of the answer's body. */
  details?: Record<string, unknown>;
  headers?: Record<string, string>;
  cause?: unknown;
}

/** An answer that is not a success: `{ error: code, message, …details }`. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, { details = {}, headers = {}, cause }: HttpErrorOptions = {}) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

export const notFound = (what: string) => new HttpError(404, 'not_found', `There is no such ${what}.`);

export const wrongState = (message: string) => new HttpError(409, 'wrong_state', message);

/** A store cannot be reached, or has no time. What was asked may or may not have happened. */
export const unavailable = (message: string, cause?: unknown) => new HttpError(503, 'unavailable', message, { headers: { 'retry-after': '1' }, cause });

/** Turns whatever a handler throws into an answer, and logs what somebody must look at. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | HttpError | Error, request, reply) => {
    const answer = toHttpError(error);
    if (answer.status === 503) request.log.warn({ reason: String(answer.cause), method: request.method, url: request.url }, 'a request was turned away');
    else if (answer.status >= 500) request.log.error({ err: error, method: request.method, url: request.url }, 'a request failed');
    return reply.code(answer.status).headers(answer.headers).send({ error: answer.code, message: answer.message, ...answer.details });
  });
}

function toHttpError(error: FastifyError | HttpError | Error): HttpError {
  if (error instanceof HttpError) return error;
  if (isUnavailable(error)) return unavailable('A store cannot be reached. Try again in a second.', error);
  // A transaction that lost every one of its attempts.
  if (conflictOf(error)) return unavailable('Too many requests change this at once. Try again in a second.', error);
  if (isLockTimeout(error)) return new HttpError(409, 'locked', 'Others are changing this. Try again in a second.', { headers: { 'retry-after': '1' }, cause: error });
  // Text that Postgres cannot hold, such as a NUL, or a number too large for its column.
  if (sqlState(error)?.startsWith('22')) return new HttpError(400, 'bad_request', 'A value of the request cannot be stored.', { cause: error });
  if ('validation' in error && error.validation) {
    // An id that is no id names nothing.
    if (error.validationContext === 'params') return notFound('thing');
    return new HttpError(400, 'bad_request', error.message);
  }
  if ('statusCode' in error && error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new HttpError(error.statusCode, error.statusCode === 413 ? 'too_large' : 'bad_request', error.message);
  }
  return new HttpError(500, 'internal', 'Something went wrong here.', { cause: error });
}
