import { useState, type SubmitEvent } from 'react';
import { signIn } from '../platform/tokens';
import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { useAction } from '../ui/use-action';

/** On the sign-in page, and in the dialog over a page whose session is over. */
export function SignInForm({ knownEmail = '' }: { knownEmail?: string }) {
  const [email, setEmail] = useState(knownEmail);
  const [password, setPassword] = useState('');
  const { run, pending, error } = useAction();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run('sign in', () => signIn(email, password));
  };
  return (
    <form className="stack" onSubmit={submit} aria-label="Sign in">
      <ErrorAlert error={error} />
      <Field label="Email" type="email" autoComplete="username" required value={email} onText={setEmail} start={!knownEmail} />
      <Field label="Password" type="password" autoComplete="current-password" required value={password} onText={setPassword} start={!!knownEmail} />
      <Button type="submit" look="main" pending={pending !== undefined}>Sign in</Button>
    </form>
  );
}
