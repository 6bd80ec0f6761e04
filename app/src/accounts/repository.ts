import type { Queryable } from '../platform/postgres.js';
import type { Member, User } from './schema.js';

const USER = 'id, name, email, role, tenant_id as "tenantId"';

export interface NewUser {
  tenantId: string;
  name: string;
  email: string;
  role: User['role'];
  password: string;
}

export async function insertTenant(tx: Queryable, name: string, inviteCode: string): Promise<{ id: string; name: string; inviteCode: string }> {
  const { rows } = await tx.query<{ id: string }>('insert into tenants (name, invite_code) values ($1, $2) returning id', [name, inviteCode]);
  return { id: rows[0]!.id, name, inviteCode };
}

export async function findTenantByInvite(db: Queryable, inviteCode: string): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>('select id from tenants where invite_code = $1', [inviteCode]);
  return rows[0]?.id;
}

/**
 * Undefined when the address is taken. Protected by: the unique index on lower(email) + ON CONFLICT; of any number
 * of simultaneous registrations of one address exactly one inserts.
 */
export async function insertUser(db: Queryable, user: NewUser): Promise<User | undefined> {
  const { rows } = await db.query<User>(
    `insert into users (tenant_id, name, email, role, password) values ($1, $2, $3, $4, $5)
     on conflict ((lower(email))) do nothing returning ${USER}`,
    [user.tenantId, user.name.trim(), user.email.trim(), user.role, user.password],
  );
  return rows[0];
}

export async function findUser(db: Queryable, id: string): Promise<User | undefined> {
  const { rows } = await db.query<User>(`select ${USER} from users where id = $1`, [id]);
  return rows[0];
}

export async function findUserByEmail(db: Queryable, email: string): Promise<(User & { password: string }) | undefined> {
  const { rows } = await db.query<User & { password: string }>(`select ${USER}, password from users where lower(email) = lower($1)`, [email.trim()]);
  return rows[0];
}

const MEMBER = 'id, name, email, role';

export async function listMembers(db: Queryable, tenantId: string): Promise<Member[]> {
  const { rows } = await db.query<Member>(`select ${MEMBER} from users where tenant_id = $1 order by created_at, id`, [tenantId]);
  return rows;
}

/**
 * Protected by: the locks, in the order of the ids, so that two who change each other's roles queue up and cannot deadlock. They are of the kind that an UPDATE takes, which those
 * wait for who hold a role; rows that only refer to the user are inserted meanwhile.
 */
export async function lockMembers(tx: Queryable, tenantId: string, ids: string[]): Promise<Member[]> {
  const { rows } = await tx.query<Member>(`select ${MEMBER} from users where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`, [tenantId, ids]);
  return rows;
}

export async function setRole(tx: Queryable, id: string, role: User['role']): Promise<Member> {
  const { rows } = await tx.query<Member>(`update users set role = $2 where id = $1 returning ${MEMBER}`, [id, role]);
  return rows[0]!;
}
