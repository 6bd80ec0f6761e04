import { AccountPages } from './accounts/account-pages';
import { SignInDialog } from './accounts/sign-in-dialog';
import { useSession } from './platform/session';
import { resume } from './platform/tokens';
import { Shell } from './shell/shell';
import { Button } from './ui/button';

export function App() {
  const state = useSession();
  switch (state.phase) {
    case 'resuming':
      return <main className="waiting" aria-busy="true"><title>Bazaar</title><p role="status">Opening Bazaar…</p></main>;
    case 'unreachable':
      return (
        <main className="waiting">
          <title>Bazaar</title>
          <p role="alert">Bazaar did not answer.</p>
          <Button look="main" onClick={() => void resume()}>Try again</Button>
        </main>
      );
    case 'signed-out':
      return <AccountPages />;
    case 'signed-in':
    case 'ended':
      return (
        <>
          {/* The key: another person gets a page of their own, with nothing of the one before. The same person, back again, finds theirs as it was. */}
          <Shell key={state.user.id} user={state.user} />
          {state.phase === 'ended' && <SignInDialog user={state.user} reason={state.reason} />}
        </>
      );
  }
}
