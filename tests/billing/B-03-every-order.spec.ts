import { expect, offending, test } from './billing.fixture.js';
import { subscriptions } from './billing.invariants.js';
import { closeStrangers, registration, strangers } from './strangers.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });

test('B-03d every order in which two registrations of one address can meet', async ({ target, explore, stores, tenant, tenantId }) => {
  const [ann, phone] = strangers(target.baseURL, 2) as [ReturnType<typeof strangers>[0], ReturnType<typeof strangers>[0]];
  const { email } = ann.wanted;
  const register = async (who: typeof ann, address: string) => {
    const { method, path, json } = registration(tenant!, who, address);
    return (await who.api.send(method, path, { json })).status;
  };

  await explore('register against register', {
    given: () => stores.postgres.rows('delete from users where tenant_id = $1 and lower(email) = $2', [tenantId, email]),
    when: { ann: () => register(ann, email), phone: () => register(phone, email.toUpperCase()) },
    then: async (told) => {
      expect(Object.values(told).sort(), 'one has the account, and the other is told').toEqual([201, 409]);
      const [user, ...others] = await stores.postgres.rows('select (select count(*)::int from billing_subscriptions s where s.user_id = u.id) as subscriptions from users u where lower(email) = $1', [email]);
      expect([user, ...others], 'one account with one subscription').toEqual([{ subscriptions: 1 }]);
      return await offending(stores, subscriptions(tenantId));
    },
  });
  await closeStrangers([ann, phone]);
});
