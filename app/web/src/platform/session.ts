import { useSyncExternalStore } from 'react';
import { SignedOut } from './errors';

export interface User {
  id: string;
  name: string;
  email: string;
  role: string;
  tenantId: string;
}

export interface Grant {
  user: User;
  token: string;
  /** By this machine's clock. */
  expiresAt: number;
  /** From here on, refresh before the next request. */
  refreshAt: number;
}

/**
 * Why a session is over although nobody here signed out. `other_account`: the browser's one refresh cookie now
 * belongs to somebody else, who signed in in another tab.
 */
export type EndReason = 'expired' | 'revoked' | 'signed_out_elsewhere' | 'other_account';

export type SessionState =
  | { phase: 'resuming' }
  | { phase: 'unreachable' }
  | { phase: 'signed-out' }
  | { phase: 'signed-in'; user: User; grant: Grant }
  // Over, but the page stays as it is, under a sign-in dialog: what was typed is not lost.
  | { phase: 'ended'; user: User; reason: EndReason };

let state: SessionState = { phase: 'resuming' };
const listeners = new Set<() => void>();

function become(next: SessionState): void {
  state = next;
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The access token lives here and nowhere else: no storage that a script from elsewhere could read later. */
export const session = {
  get state(): SessionState {
    return state;
  },
  get user(): User | undefined {
    return 'user' in state ? state.user : undefined;
  },
  begin(grant: Grant): void {
    become({ phase: 'signed-in', user: grant.user, grant });
  },
  end(reason: EndReason): void {
    if (state.phase === 'signed-in') become({ phase: 'ended', user: state.user, reason });
    else if (state.phase !== 'ended') become({ phase: 'signed-out' });
  },
  leave(): void {
    become({ phase: 'signed-out' });
  },
  cannotResume(): void {
    if (state.phase === 'resuming') become({ phase: 'unreachable' });
  },
  resumeAgain(): void {
    if (state.phase === 'unreachable') become({ phase: 'resuming' });
  },
  /** Waits, under the sign-in dialog, until this very user is back; anyone else's arrival is a refusal. */
  backAgain(userId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (state.phase === 'ended') return;
        stop();
        if (state.phase === 'signed-in' && state.user.id === userId) resolve();
        else reject(new SignedOut());
      };
      const stop = subscribe(look);
      look();
    });
  },
};

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, () => state);
}
