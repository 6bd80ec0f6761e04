import { useState } from 'react';
import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { useAction } from '../ui/use-action';
import { requests } from './requests';
import type { Member, Role } from './types';
import { useGallery, useMembers, useStale } from './use-gallery';

const names: Record<Role, string> = { owner: 'Owner', admin: 'Admin', moderator: 'Moderator', member: 'Member' };
const given: readonly Role[] = ['admin', 'moderator', 'member'];

export function MemberTable() {
  const { data: members, error, refetch } = useMembers();
  return (
    <section className="card stack" aria-label="Members">
      <h2>Members</h2>
      {error && !members && <div className="stack"><ErrorAlert error={error} /><div><Button onClick={() => void refetch()}>Try again</Button></div></div>}
      {members && (
        <table className="table member-table" aria-label="Members">
          <thead><tr><th scope="col">Name</th><th scope="col">Email</th><th scope="col">Role</th></tr></thead>
          <tbody>{members.map((member) => <Row key={member.id} member={member} />)}</tbody>
        </table>
      )}
    </section>
  );
}

function Row({ member }: { member: Member }) {
  const { me } = useGallery();
  const own = member.id === me;
  return (
    <tr aria-label={`${member.name} ${member.email}`}>
      <td className="typed" dir="auto">{member.name}</td>
      <td className="typed">{member.email}</td>
      <td>{member.role === 'owner' || own ? <>{names[member.role]}{own && <span className="soft"> (you)</span>}</> : <RoleForm member={member} />}</td>
    </tr>
  );
}

/** Chosen first and changed by a button: arrow keys walk through the options, and none of them shall count on the way. */
function RoleForm({ member }: { member: Member }) {
  const stale = useStale();
  const [chosen, setChosen] = useState<Role>();
  const { run, pending, error, forget } = useAction();
  const role = chosen ?? member.role;
  const change = () => run('change', async () => {
    try {
      await requests.setRole(member.id, role);
    } finally {
      stale('members', 'me');
    }
  });
  return (
    <>
      <div className="role-form field">
        <select aria-label={`Role of ${member.name}`} value={role} disabled={pending !== undefined} onChange={(event) => setChosen(event.target.value as Role)}>
          {given.map((one) => <option key={one} value={one}>{names[one]}</option>)}
        </select>
        <Button compact aria-label={`Change the role of ${member.name}`} pending={pending !== undefined} unavailable={role === member.role} onClick={change}>Change</Button>
      </div>
      <ErrorAlert error={error} what="The role was not changed." onDismiss={forget} />
    </>
  );
}
