import { HttpClient, type Stores } from '../../fixtures/index.js';
import { expect, test as base } from './gallery.fixture.js';

const test = base.extend<{ tabs: number; rounds: number }>({
  tabs: [4, { option: true }],
  rounds: [5, { option: true }],
});

const REFRESH = '/api/auth/refresh';

/** The refresh tokens of a user that would be accepted: one for each sign-in that is not over. */
async function liveTokens(stores: Stores, email: string): Promise<number> {
  const { live } = await stores.postgres.one<{ live: number }>(`
    select count(*)::int as live from refresh_tokens t join token_families f on f.id = t.family_id join users u on u.id = f.user_id
      where u.email = $1 and t.spent_at is null and t.expires_at > now() and f.revoked_at is null`, [email]);
  return live;
}

test('G-07b several tabs of one browser refresh at once', { tag: '@quick' }, async ({ users, volley, tabs, rounds, stores }) => {
  const [ann] = await users(1);

  // They share a cookie jar, as tabs do: each round they send the cookie of the one that was answered a new one.
  const outcome = await volley(Array.from({ length: tabs }, () => ann), () => ({ method: 'POST', path: REFRESH }), { label: 'refresh', rounds });

  expect(outcome, 'nobody is signed out').toHaveStatuses({ 200: tabs * rounds });
  for (let round = 0; round < rounds; round++) {
    const cookies = outcome.operations.filter((operation) => operation.round === round).flatMap(({ value }) => value!.headers['set-cookie'] ?? []);
    expect(cookies, 'one of them is given the new cookie').toHaveLength(1);
  }
  expect(await liveTokens(stores, ann.credentials.email), 'one live family').toBe(1);
  await ann.session.refresh();
  expect((await ann.api.get('/api/gallery/me')).status).toBe(200);
});

test('G-07c a stolen refresh token is replayed while its owner refreshes', { tag: '@quick' }, async ({ users, race, target, stores }) => {
  const [ann] = await users(1);
  const client = new HttpClient(target.baseURL);
  try {
    const thief = { name: 'thief', session: await ann.session.steal(client) };
    // Twice, so that the stolen token was replaced by one that is spent, too: no second tab would still send it.
    await ann.session.refresh();
    await ann.session.refresh();

    const outcome = await race([ann, thief], ({ session }) => session.refresh(), { label: 'refresh against replay' });

    const [own, stolen] = outcome.operations;
    expect(stolen!.error?.message, 'the thief is refused').toContain('refresh_token_reused');
    if (own!.error !== undefined) expect(own!.error.message, 'and the owner, when the thief came first').toContain('refresh_token_reused');
    expect(await liveTokens(stores, ann.credentials.email), 'the family is revoked').toBe(0);
    await expect(ann.session.refresh(), 'for both').rejects.toThrow('refresh_token_reused');
    await expect(thief.session.refresh()).rejects.toThrow('refresh_token_reused');
  } finally {
    await client.close();
  }
});
