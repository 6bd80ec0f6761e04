import type { Authentication, Grant, Reply } from '../fixtures/index.js';

/** How users sign in to Bazaar: an access token in the answer, a rotating refresh token in a cookie. */
export const authentication: Authentication = {
  async createTenant(client, name, { name: ownerName, email, password }) {
    const reply = await client.post('/api/tenants', { json: { name, owner: { name: ownerName, email, password } } });
    const { tenant } = expectStatus(reply, 201, 'making a tenant').json<{ tenant: { id: string; name: string; inviteCode: string } }>();
    return { id: tenant.id, name: tenant.name, key: tenant.inviteCode };
  },

  async register(client, { name, email, password }, tenant) {
    if (tenant === undefined) throw new Error('registering with Bazaar needs a tenant to join');
    const reply = await client.post('/api/auth/register', { json: { inviteCode: tenant.key, name, email, password } });
    expectStatus(reply, 201, 'registering');
  },

  async signIn(client, { email, password }) {
    return grant(expectStatus(await client.post('/api/auth/login', { json: { email, password } }), 200, 'signing in'));
  },

  async refresh(client) {
    return grant(expectStatus(await client.post('/api/auth/refresh'), 200, 'refreshing the session'));
  },
};

function grant(reply: Reply): Grant {
  const { accessToken, expiresAt } = reply.json<{ accessToken: string; expiresAt: string }>();
  return { accessToken, expiresAt: new Date(expiresAt) };
}

function expectStatus(reply: Reply, status: number, what: string): Reply {
  if (reply.status !== status) throw new Error(`${what} was answered ${reply.status} instead of ${status}: ${reply.excerpt}`);
  return reply;
}
