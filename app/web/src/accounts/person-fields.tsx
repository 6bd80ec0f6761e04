import { Field } from '../ui/field';

export interface Person {
  name: string;
  email: string;
  password: string;
}

export const noPerson: Person = { name: '', email: '', password: '' };

export function PersonFields({ person, onPerson }: { person: Person; onPerson: (person: Person) => void }) {
  return (
    <>
      <Field label="Your name" required autoComplete="name" value={person.name} onText={(name) => onPerson({ ...person, name })} />
      <Field label="Email" type="email" required autoComplete="username" value={person.email} onText={(email) => onPerson({ ...person, email })} />
      <Field label="Password" type="password" required minLength={8} autoComplete="new-password" hint="At least 8 characters." value={person.password} onText={(password) => onPerson({ ...person, password })} />
    </>
  );
}
