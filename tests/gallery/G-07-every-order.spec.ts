import { expect, test } from './gallery.fixture.js';

// One instance: the store decides, not the balancer. No workers: only the operations move.
test.use({ deployment: { wire: true, instances: 1, workers: 0 } });

test('G-07d every order in which two tabs can refresh with one token', async ({ users, explore, stores }) => {
  const [ann] = await users(1);
  const cookie = await ann.api.jar.getCookieString(new URL('/api/auth/refresh', ann.api.baseURL).href);
  const refresh = async () => {
    const reply = await ann.api.post('/api/auth/refresh', { headers: { cookie } });
    return { status: reply.status, cookie: reply.headers['set-cookie'] !== undefined };
  };
  const families = `select f.id from token_families f join users u on u.id = f.user_id where u.email = $1`;

  await explore('refresh against refresh', {
    given: async () => {
      await stores.postgres.rows(`delete from refresh_tokens where replaces is not null and family_id in (${families})`, [ann.credentials.email]);
      await stores.postgres.rows(`update refresh_tokens set spent_at = null where family_id in (${families})`, [ann.credentials.email]);
      await stores.postgres.rows(`update token_families set revoked_at = null, revoked_because = null where id in (${families})`, [ann.credentials.email]);
    },
    when: { first: refresh, second: refresh },
    then: async (told) => {
      expect(Object.values(told), 'neither is signed out, and one is given the new cookie').toEqual(expect.arrayContaining([{ status: 200, cookie: true }, { status: 200, cookie: false }]));
      const tokens = await stores.postgres.rows(`select t.spent_at is not null as spent, f.revoked_at is not null as revoked from refresh_tokens t join token_families f on f.id = t.family_id where f.id in (${families}) order by spent desc`, [ann.credentials.email]);
      expect(tokens, 'one token took the place of the other').toEqual([{ spent: true, revoked: false }, { spent: false, revoked: false }]);
    },
  });
});
