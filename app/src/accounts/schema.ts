import { type Static, Type } from 'typebox';
import type { Role } from '../platform/auth.js';

const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const Email = Type.String({ maxLength: 254, pattern: '^\\s*[^\\s@]+@[^\\s@]+\\.[^\\s@]+\\s*$' });
/** The upper bound keeps a request from buying minutes of hashing. */
const Password = Type.String({ minLength: 8, maxLength: 200 });

export const CreateTenant = Type.Object({ name: Name, owner: Type.Object({ name: Name, email: Email, password: Password }) });
export type CreateTenant = Static<typeof CreateTenant>;

export const Register = Type.Object({ inviteCode: Type.String({ minLength: 1, maxLength: 100 }), name: Name, email: Email, password: Password });
export type Register = Static<typeof Register>;

export const Login = Type.Object({ email: Type.String({ maxLength: 254 }), password: Type.String({ maxLength: 200 }) });
export type Login = Static<typeof Login>;

export const ByMember = Type.Object({ id: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }) });
export const ChangeRole = Type.Object({ role: Type.Union([Type.Literal('admin'), Type.Literal('moderator'), Type.Literal('member')]) });
export type ChangeRole = Static<typeof ChangeRole>;

/** A user as everyone may see them. */
export interface User {
  id: string;
  name: string;
  email: string;
  role: Role;
  tenantId: string;
}

/** A user as the admins of the tenant see them. */
export type Member = Omit<User, 'tenantId'>;

/** What a sign-in or a refresh answers. */
export interface SignedIn {
  accessToken: string;
  expiresAt: string;
  user: User;
}
