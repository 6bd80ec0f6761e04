import { invoiceLines } from '../../data/billing.js';
import { expect, offending, test } from './billing.fixture.js';
import { nothingIsHeld } from './locks.invariants.js';
import { PutBilling } from './put-billing.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });

test('B-08d every order in which two clerks can invoice one customer', async ({ users, signIn, billing, newVendor, idOf, explore, stores, tenantId }) => {
  const vendor = await newVendor();
  const phone = await signIn(vendor.credentials);
  const [customer] = await users(1);
  const put = new PutBilling(stores, tenantId);
  const invoice = { customerId: await idOf(customer), period: '2026-11', lines: invoiceLines(1) };

  await explore('invoice against invoice', {
    through: ['postgres', 'redis'],
    preemptions: 1,
    given: async () => {
      await put.clear();
      for (const key of await stores.redis.keys(`lock*:${tenantId}:*`)) await stores.redis.client.del(key);
    },
    when: { ann: async () => (await billing(vendor).invoice(invoice)).status, phone: async () => (await billing(phone).invoice(invoice)).status },
    then: async (told) => {
      expect(Object.values(told).sort(), 'one has invoiced, and the other is told').toEqual([201, 409]);
      return [...await put.offending(), ...await offending(stores, nothingIsHeld(tenantId))];
    },
  });
});
