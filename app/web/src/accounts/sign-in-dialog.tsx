import { session, type EndReason, type User } from '../platform/session';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { SignInForm } from './sign-in-form';

const why: Record<EndReason, string> = {
  expired: 'Your session has ended.',
  revoked: 'Your session was ended for your safety: its key was used twice.',
  signed_out_elsewhere: 'You signed out in another tab.',
  other_account: 'Somebody else has signed in in this browser.',
};

/** Over the page, which stays as it is: what was typed is there afterwards, and what was being sent is sent then. */
export function SignInDialog({ user, reason }: { user: User; reason: EndReason }) {
  return (
    <Dialog title="Sign in again">
      <p>{why[reason]} Sign in as <strong className="typed">{user.email}</strong> to go on where you were. Nothing you typed is lost.</p>
      <SignInForm knownEmail={user.email} />
      <Button look="quiet" onClick={() => session.leave()}>Leave this page</Button>
    </Dialog>
  );
}
