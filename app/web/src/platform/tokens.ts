import { SignedOut } from './errors';
import { session, type EndReason, type Grant, type User } from './session';
import { alone, hearOtherTabs, tellOtherTabs } from './tabs';
import { ask, expectOk, type Answer } from './wire';

interface GrantBody {
  accessToken: string;
  expiresAt: string;
  user: User;
}

/** A tab that hangs must not keep the lock from all the others. */
const PATIENCE_MS = 15_000;

export function signIn(email: string, password: string): Promise<User> {
  return alone(async () => {
    const grant = grantFrom(await ask({ method: 'POST', path: '/auth/login', body: { email, password }, signal: AbortSignal.timeout(PATIENCE_MS) }));
    session.begin(grant);
    tellOtherTabs({ kind: 'signed-in', userId: grant.user.id });
    return grant.user;
  });
}

export function signOut(): Promise<void> {
  return alone(async () => {
    try {
      await ask({ method: 'POST', path: '/auth/logout', signal: AbortSignal.timeout(PATIENCE_MS) });
    } finally {
      // Signed out here even if Bazaar could not be told: whoever asked to leave must not stay.
      session.leave();
      tellOtherTabs({ kind: 'signed-out' });
    }
  });
}

let refreshing: Promise<void> | undefined;

/** However many requests find the token expired, this tab refreshes once. */
export function refresh(): Promise<void> {
  refreshing ??= alone(refreshNow).finally(() => { refreshing = undefined; });
  return refreshing;
}

async function refreshNow(): Promise<void> {
  // While this tab queued for the lock it may have signed out.
  if (session.state.phase === 'signed-out') throw new SignedOut();
  const user = session.user;
  const answer = await ask({ method: 'POST', path: '/auth/refresh', signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.status === 401) return session.end(reasonOf(answer));
  const grant = grantFrom(answer);
  // Never carry on one person's page with another person's token.
  if (user && user.id !== grant.user.id) return session.end('other_account');
  session.begin(grant);
}

function reasonOf(answer: Answer): EndReason {
  const { error } = (answer.body ?? {}) as { error?: string };
  return error === 'refresh_token_reused' ? 'revoked' : 'expired';
}

/** A token for `owner`: fresh, or freshly refreshed, or the one of after they signed in again. */
export async function tokenFor(owner: string): Promise<string> {
  for (let refreshed = false; ; ) {
    const { state } = session;
    if (state.phase === 'ended') { await session.backAgain(owner); continue; }
    if (state.phase !== 'signed-in' || state.user.id !== owner) throw new SignedOut();
    if (refreshed || Date.now() < state.grant.refreshAt) return state.grant.token;
    try {
      await refresh();
      refreshed = true;
    } catch (error) {
      if (Date.now() >= state.grant.expiresAt) throw error;
      return state.grant.token; // Early refresh failed, but the token still has some life in it.
    }
  }
}

function grantFrom(answer: Answer): Grant {
  const body = expectOk<GrantBody>(answer);
  const now = Date.now();
  // Where this machine's clock is plainly wrong, Bazaar's says how long the token lives. (It tells whole seconds only, so a right clock is better.)
  const served = Date.parse(answer.header('date') ?? '');
  const there = Math.abs(now - served) > 5_000 ? served : now;
  const life = Math.max(0, Date.parse(body.expiresAt) - there);
  return { user: body.user, token: body.accessToken, expiresAt: now + life, refreshAt: now + life - Math.min(10_000, life * 0.1) };
}

hearOtherTabs((news) => {
  const { phase } = session.state;
  if (news.kind === 'signed-out' && phase === 'signed-in') session.end('signed_out_elsewhere');
  // Somebody signed in in another tab: if it is the same person, the new cookie lets this page go on without asking.
  if (news.kind === 'signed-in' && phase === 'ended' && session.user?.id === news.userId) refresh().catch(() => undefined);
});

/** On load: the cookie, if there is one, brings the session back. */
export async function resume(): Promise<void> {
  session.resumeAgain();
  try {
    await refresh();
  } catch {
    session.cannotResume();
  }
}
