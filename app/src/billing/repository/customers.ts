import { mayActAs } from '../../accounts/roles.js';
import type { Role } from '../../platform/auth.js';
import type { Queryable } from '../../platform/postgres.js';
import type { Customer, CustomerEdit } from '../schema.js';

const CUSTOMER = 'user_id as id, name, address, version';

export async function findCustomer(tx: Queryable, userId: string): Promise<Customer | undefined> {
  const { rows } = await tx.query<Customer>(`select ${CUSTOMER} from billing_customers where user_id = $1`, [userId]);
  return rows[0];
}

/** Those of these users who are customers of the tenant. */
export async function findCustomerIds(tx: Queryable, userIds: string[]): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>('select user_id as id from billing_customers where user_id = any($1::uuid[])', [userIds]);
  return rows.map(({ id }) => id);
}

export async function listCustomers(tx: Queryable): Promise<Pick<Customer, 'id' | 'name'>[]> {
  const { rows } = await tx.query<Pick<Customer, 'id' | 'name'>>('select user_id as id, name from billing_customers order by name, user_id');
  return rows;
}

/** Undefined when the customer is not at this version. Protected by: the version in the WHERE of a single UPDATE, which waits for who holds the row and then judges by what they left. */
export async function updateCustomer(tx: Queryable, userId: string, { version, name, address }: CustomerEdit): Promise<Customer | undefined> {
  const { rows } = await tx.query<Customer>(
    `update billing_customers set name = $3, address = $4, version = version + 1 where user_id = $1 and version = $2 returning ${CUSTOMER}`,
    [userId, version, name.trim(), address?.trim() ?? null],
  );
  return rows[0];
}

/** Holds the customer: their subscriptions change one after the other, and what the next reads is what the last left. */
export async function lockCustomer(tx: Queryable, userId: string): Promise<void> {
  await tx.query('select 1 from billing_customers where user_id = $1 for no key update', [userId]);
}

/** The user's role now, of a request that only reads. */
export async function isStaff(tx: Queryable, userId: string): Promise<boolean> {
  const { rows } = await tx.query<{ role: Role }>('select role from users where id = $1', [userId]);
  return rows[0] !== undefined && mayActAs(rows[0].role, 'admin');
}
