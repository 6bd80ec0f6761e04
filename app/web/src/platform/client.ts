import { SignedOut, Unreachable } from './errors';
import { session } from './session';
import { refresh, tokenFor } from './tokens';
import { ask, expectOk, open, read, refusal } from './wire';

/**
 * Sends with a valid token, and sends again with a new one if the answer is 401. That is safe for every method:
 * a request answered 401 did nothing. When the session is over the request waits under the sign-in dialog, and
 * goes on as the person who made it or not at all.
 */
export async function authorized<A extends { status: number }>(send: (token: string) => Promise<A>): Promise<A> {
  const owner = session.user?.id;
  if (!owner) throw new SignedOut();
  for (let refusals = 0; ; ) {
    const token = await tokenFor(owner);
    const answer = await send(token);
    if (answer.status !== 401) return answer;
    refusals += 1;
    const { state } = session;
    // Another request may have refreshed meanwhile; then just try again with that token.
    if (state.phase !== 'signed-in' || state.grant.token !== token) continue;
    // Twice refused with fresh tokens: refreshing does not help, only signing in does.
    if (refusals > 2) session.end('revoked');
    else await refresh();
  }
}

async function call<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
  return expectOk<T>(await authorized((token) => ask({ method, path, body, key, token })));
}

export const api = {
  get: <T>(path: string) => call<T>('GET', path),
  post: <T>(path: string, body?: unknown) => call<T>('POST', path, body),
  /** With an idempotency key; see {@link createOnce}, which chooses it. */
  postKeyed: <T>(path: string, body: unknown, key: string) => call<T>('POST', path, body, key),
  put: <T>(path: string, body?: unknown) => call<T>('PUT', path, body),
  patch: <T>(path: string, body: unknown) => call<T>('PATCH', path, body),
  delete: <T = void>(path: string) => call<T>('DELETE', path),
  /** A file that only those with a token may see: no address that an `img` could take. */
  file: fetchFile,
};

/** For answers that are not JSON: a stream, a file. */
export function openAuthorized(path: string, signal: AbortSignal): Promise<Response> {
  return authorized(async (token) => {
    const answer = await open({ method: 'GET', path, token, signal });
    // Nobody else will read this one, and an unread answer keeps its connection.
    if (answer.status === 401) await read(answer);
    return answer;
  });
}

async function fetchFile(path: string, signal: AbortSignal): Promise<Blob> {
  const response = await openAuthorized(path, signal);
  if (!response.ok) throw refusal(await read(response));
  try {
    return await response.blob();
  } catch (cause) {
    throw new Unreachable('The file broke off', { cause });
  }
}

/** For the few requests that need no session. */
export async function postOpenly<T>(path: string, body: unknown): Promise<T> {
  return expectOk<T>(await ask({ method: 'POST', path, body }));
}
