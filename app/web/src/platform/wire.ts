import { hearServerTime } from './clock';
import { ApiError, Unreachable } from './errors';

/** An answer that has been read to its end. */
export interface Answer {
  status: number;
  body: unknown;
  header(name: string): string | null;
}

export interface Request {
  method: string;
  path: string;
  body?: unknown;
  token?: string;
  /** Of a request that creates: sent twice with it, it creates once. */
  key?: string;
  signal?: AbortSignal;
}

export async function open({ method, path, body, token, key, signal }: Request): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (key) headers.set('idempotency-key', key);
  try {
    return await fetch(`/api${path}`, {
      method, headers, signal, credentials: 'same-origin', cache: 'no-store',
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (cause) {
    throw new Unreachable('No answer', { cause });
  }
}

export async function ask(request: Request): Promise<Answer> {
  return read(await open(request));
}

export async function read(response: Response): Promise<Answer> {
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    // The status came, the body did not: to the caller that is no answer.
    throw new Unreachable('The answer broke off', { cause });
  }
  const header = (name: string) => response.headers.get(name);
  hearServerTime(header('date'));
  return { status: response.status, body: parse(text), header };
}

/** A proxy may answer with HTML; that is not a crash of the page. */
export function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The one place where an answer is believed to have its documented shape. */
export function expectOk<T>(answer: Answer): T {
  if (answer.status >= 200 && answer.status < 300) return answer.body as T;
  throw refusal(answer);
}

export function refusal(answer: Answer): ApiError {
  return new ApiError(answer.status, answer.body, (name) => answer.header(name));
}
