import { useState, type SubmitEvent } from 'react';
import { postOpenly } from '../platform/client';
import { signIn } from '../platform/tokens';
import { Alert, ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { useAction } from '../ui/use-action';
import { noPerson, PersonFields, type Person } from './person-fields';

interface Made {
  tenant: { id: string; name: string; inviteCode: string };
}

export function CreateWorkspace() {
  const [name, setName] = useState('');
  const [owner, setOwner] = useState(noPerson);
  const [made, setMade] = useState<Made>();
  const { run, pending, error } = useAction();
  if (made) return <WorkspaceReady made={made} owner={owner} />;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run('create', async () => setMade(await postOpenly<Made>('/tenants', { name, owner })));
  };
  return (
    <>
      <h1>Create a workspace</h1>
      <form className="stack" onSubmit={submit} aria-label="Create a workspace">
        <ErrorAlert error={error} />
        <Field label="Workspace name" required autoComplete="organization" value={name} onText={setName} />
        <PersonFields person={owner} onPerson={setOwner} />
        <Button type="submit" look="main" pending={pending !== undefined}>Create workspace</Button>
      </form>
    </>
  );
}

/** A stop on the way in, because the invite code is shown this once. */
function WorkspaceReady({ made, owner }: { made: Made; owner: Person }) {
  const { run, pending, error } = useAction();
  const [copied, setCopied] = useState(false);
  const code = made.tenant.inviteCode;
  return (
    <section className="stack" aria-labelledby="ready">
      <h1 id="ready">Workspace ready</h1>
      <Alert look="good"><strong className="typed">{made.tenant.name}</strong> is ready. Give this invite code to those who may join:</Alert>
      <p className="invite"><output aria-label="Invite code">{code}</output></p>
      <p className="small soft">Keep it: it is shown only here.</p>
      <ErrorAlert error={error} />
      <div className="dialog-actions">
        <Button onClick={() => void navigator.clipboard?.writeText(code).then(() => setCopied(true), () => undefined)}>{copied ? 'Copied' : 'Copy the code'}</Button>
        <Button look="main" pending={pending !== undefined} onClick={() => run('enter', () => signIn(owner.email, owner.password))}>Open Bazaar</Button>
      </div>
    </section>
  );
}
