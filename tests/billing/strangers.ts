import { randomBytes } from 'node:crypto';
import { HttpClient, type Credentials, type Tenant } from '../../fixtures/index.js';

/** Somebody with an HTTP client and no account yet, who wants one. */
export interface Stranger { name: string; api: HttpClient; wanted: Credentials }

/** So many people without accounts, each with an address that nobody has. To be closed by {@link closeStrangers}. */
export function strangers(baseURL: string, count: number): Stranger[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `stranger-${i + 1}`;
    return { name, api: new HttpClient(baseURL), wanted: { name, email: `${name}.${randomBytes(6).toString('hex')}@contend.test`, password: randomBytes(18).toString('base64url') } };
  });
}

export const closeStrangers = (people: readonly Stranger[]) => Promise.all(people.map(({ api }) => api.close()));

/** The request that makes an account. @param email instead of one's own */
export const registration = (tenant: Tenant, { wanted }: Stranger, email = wanted.email) =>
  ({ method: 'POST', path: '/api/auth/register', json: { inviteCode: tenant.key, name: wanted.name, email, password: wanted.password } });
