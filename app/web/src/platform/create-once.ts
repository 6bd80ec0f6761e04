import { api } from './client';
import { ApiError, mayHaveArrived } from './errors';
import { newKey } from './new-key';
import { session } from './session';

/** What a person has asked for and does not know whether they have got. */
interface Intent {
  body: string;
  key: string;
}

// Outside all pages: an intent outlives the page that it was begun on. Keys are each user's own, and so are intents.
const open = new Map<string, Intent>();

/** Refused for now; the key is still good, and may even know how far it had come. */
const FOR_NOW = new Set(['in_progress', 'locked', 'rate_limited']);
const PATIENCE_MS = 45_000;

/**
 * A request that creates. However often one asks for the same, until an answer says how it ended it is the same intent with the same key, which Bazaar carries out once: a lost
 * answer, a retry and a second click do no harm. What one asks for once it is answered, or with other words, is something new.
 */
export async function createOnce<T>(path: string, body?: unknown): Promise<T> {
  const intent = begin(path, body);
  try {
    const answer = await send<T>(path, body, intent.key);
    end(path, intent);
    return answer;
  } catch (error) {
    if (error instanceof ApiError && !mayHaveArrived(error) && !FOR_NOW.has(error.code)) end(path, intent);
    throw error;
  }
}

/** Asking for the same again will be something new, whatever became of it before. */
export function forgetIntent(path: string): void {
  open.delete(nameOf(path));
}

const nameOf = (path: string) => `${session.user?.id} ${path}`;

function begin(path: string, body: unknown): Intent {
  const name = nameOf(path);
  const words = JSON.stringify(body) ?? '';
  const before = open.get(name);
  if (before?.body === words) return before;
  const intent = { body: words, key: newKey() };
  open.set(name, intent);
  return intent;
}

function end(path: string, intent: Intent): void {
  if (open.get(nameOf(path)) === intent) open.delete(nameOf(path));
}

/** Waits while an earlier sending of it is under way: its answer is this one's. */
async function send<T>(path: string, body: unknown, key: string): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await api.postKeyed<T>(path, body, key);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'in_progress' || Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.max(250, (error.mayGoOnAt ?? 0) - Date.now())));
    }
  }
}
