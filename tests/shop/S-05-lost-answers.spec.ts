import { expect, test as base } from './shop.fixture.js';

const test = base.extend<{ customers: number }>({ customers: [8, { option: true }] });

// Workers soon ask again for what had no answer, and several at the same time.
test.use({ deployment: { workers: 3, settings: { PAYMENT_RETRY_SECONDS: '1' } } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

for (const [id, what, hold] of [['n', 'a worker asks again', true], ['o', 'the provider tells, or a worker asks again', false]] as const) {
  test(`S-05${id} the provider's answer is lost, and ${what}`, async ({ users, shop, stocked, race, customers: count, provider, evidence, stores, tenantId, everythingHolds }) => {
    const customers = await users(count);
    const { products: [{ id: productId }] } = await stocked({ each: count });
    const placed = await Promise.all(customers.map((user) => shop(user).buy({ lines: [{ productId, quantity: 1 }] })));
    // Of the authorizations some, and of what follows them some more.
    await provider.behave({ webhooks: { hold }, dropNext: count + 2 });

    const outcome = await race(customers, (user, i) => shop(user).pay(placed[i]!.id), { label: 'pay' });

    evidence.fault(`${count + 2} answers of the provider were lost`);
    expect(outcome.operations.every(({ status }) => status === 201 || status === 202), 'nobody was told that it failed').toBe(true);
    expect(outcome.statuses['202'], 'somebody was told to wait').toBeGreaterThan(0);
    await everythingHolds();
    expect(await stores.postgres.rows('select distinct status from shop_orders where tenant_id = $1', [tenantId])).toEqual([{ status: 'PAID' }]);
    expect(await provider.payments(), 'the provider has one payment an order').toHaveLength(count);
  });
}
