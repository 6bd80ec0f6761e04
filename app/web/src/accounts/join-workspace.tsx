import { useRef, useState, type SubmitEvent } from 'react';
import { postOpenly } from '../platform/client';
import { signIn } from '../platform/tokens';
import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { useAction } from '../ui/use-action';
import { noPerson, PersonFields } from './person-fields';

export function JoinWorkspace() {
  const [inviteCode, setInviteCode] = useState('');
  const [person, setPerson] = useState(noPerson);
  const registered = useRef<string>(undefined);
  const { run, pending, error } = useAction();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run('join', async () => {
      // If only the signing in failed, a second try must not register again and be told that the address is taken.
      if (registered.current !== person.email) await postOpenly('/auth/register', { inviteCode: inviteCode.trim(), ...person });
      registered.current = person.email;
      await signIn(person.email, person.password);
    });
  };
  return (
    <form className="stack" onSubmit={submit} aria-label="Join a workspace">
      <ErrorAlert error={error} />
      <Field label="Invite code" required autoComplete="off" spellCheck={false} value={inviteCode} onText={setInviteCode} hint="You get it from whoever made the workspace." />
      <PersonFields person={person} onPerson={setPerson} />
      <Button type="submit" look="main" pending={pending !== undefined}>Join workspace</Button>
    </form>
  );
}
