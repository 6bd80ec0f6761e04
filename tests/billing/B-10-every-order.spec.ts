import { randomUUID } from 'node:crypto';
import { answered, expect, test } from './billing.fixture.js';
import { PutBilling } from './put-billing.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

/** The holder of a key has been silent for too long. */
const LEASE_ENDS = `update idempotency_keys set lease_until = now() where key = $1 and state = 'IN_PROGRESS'`;

test('B-10e every order in which one request can come twice at once', async ({ users, signIn, billing, newVendor, explore, stores, tenantId }) => {
  const { id } = await billing(await newVendor()).newEvent(5);
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const put = new PutBilling(stores, tenantId);
  let key = '';
  const buy = async (user: typeof ann) => {
    const { status, text } = await billing(user).buy(id, 1, key);
    return { status, text };
  };

  await explore('a request against itself', {
    given: async () => {
      await put.clear();
      key = randomUUID();
    },
    when: { ann: () => buy(ann), phone: () => buy(phone) },
    then: async (answers) => {
      const told = Object.values(answers) as { status: number; text: string }[];
      const done = told.filter(({ status }) => status === 201);
      expect(done.length, 'somebody is told that it is done').toBeGreaterThan(0);
      expect(new Set(done.map(({ text }) => text)).size, 'both are told the same').toBe(1);
      for (const { status, text } of told) if (status !== 201) expect(JSON.parse(text), 'the other is under way').toMatchObject({ error: 'in_progress' });
      expect(await stores.postgres.rows('select number from billing_tickets where event_id = $1', [id]), 'one effect').toEqual([{ number: 1 }]);
      return await put.offending();
    },
  });
});

test('B-10f every point at which a holder can be overtaken', async ({ users, signIn, billing, newVendor, explore, stores, beside, tenantId }) => {
  const { id } = await billing(await newVendor()).newEvent(5);
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const put = new PutBilling(stores, tenantId);
  let key = '';

  await explore('a request against its repetition once the lease has ended', {
    given: async () => {
      await put.clear();
      key = randomUUID();
      // Connected already, so that connecting is no step.
      await beside.one('select 1');
    },
    when: {
      ann: async () => (await billing(ann).buy(id, 1, key)).status,
      // The clock: whoever holds the key has been silent for too long, and so it is sent again.
      phone: async () => {
        await beside.rows(LEASE_ENDS, [key]);
        return (await billing(phone).buy(id, 1, key)).status;
      },
    },
    then: async (told) => {
      expect(Object.values(told).filter((status) => status === 201).length, 'somebody is told that it is done').toBeGreaterThan(0);
      expect(Object.values(told).filter((status) => status !== 201 && status !== 409), 'who was overtaken is told that it is under way').toEqual([]);
      expect(await stores.postgres.rows('select number from billing_tickets where event_id = $1', [id]), 'one effect').toEqual([{ number: 1 }]);
      answered(await billing(ann).buy(id, 1, key), 201);
      return await put.offending();
    },
  });
});
