import { randomUUID } from 'node:crypto';
import { answered, expect, refusal, test as base, type Payment } from './shop.fixture.js';

const test = base.extend<{ customers: number }>({ customers: [12, { option: true }] });

test('S-05b two payments of one order have come to it before either is begun', { tag: '@quick' }, async ({ users, signIn, shop, stocked, race, gates, provider, everythingHolds }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const { products: [{ id: productId }] } = await stocked();
  const { id } = await shop(ann).buy({ lines: [{ productId, quantity: 1 }] });

  const { result: outcome } = await gates.row('shop_orders', { id }).during(() => race([ann, phone], (device) => shop(device).pay(id), { label: 'pay' }));

  expect(outcome).toHaveStatuses({ 201: 1, 409: 1 });
  expect(refusal(outcome.values.find(({ status }) => status === 409)!)).toBe('payment_exists');
  await everythingHolds();
  expect(await provider.payments(), 'the provider was asked once').toHaveLength(1);
});

test('S-05c one payment is submitted twice with one key', async ({ users, signIn, shop, stocked, race, provider, everythingHolds }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const { products: [{ id: productId }] } = await stocked();
  const { id } = await shop(ann).buy({ lines: [{ productId, quantity: 1 }] });
  await provider.behave({ latencyMs: 1000 });
  const key = randomUUID();

  const outcome = await race([ann, phone], (device) => shop(device).pay(id, {}, key), { label: 'pay with one key' });

  expect(outcome).toHaveStatuses({ 201: 1, 409: 1 });
  expect(refusal(outcome.values.find(({ status }) => status === 409)!)).toBe('in_progress');
  const again = await shop(phone).pay(id, {}, key);
  expect(again.text, 'who sends it again is told the same').toBe(outcome.values.find(({ status }) => status === 201)!.text);
  await everythingHolds();
  expect(await provider.payments(), 'the provider was asked once').toHaveLength(1);
});

test('S-05d many pay and get money back while the provider tells late, repeatedly and in the wrong order', async ({ users, owner, shop, stocked, race, customers: count, provider, stores, tenantId, everythingHolds }) => {
  const customers = await users(count);
  const { products: [{ id: productId }] } = await stocked({ each: count });
  await provider.behave({ webhooks: { repeat: 3, reverse: true, delayMs: 50 } });

  const outcome = await race(customers, async (user, i): Promise<Payment> => {
    const order = await shop(user).buy({ lines: [{ productId, quantity: 1 }] });
    const payment = await shop(user).settle(order.id);
    // Some get a part back from Bazaar, some at the provider's own desk, some from both at once: together more than there is.
    const asked = i % 3 === 1 ? undefined : shop(owner).refund(payment.id, '7.00');
    const { id } = (await provider.payments()).find(({ reference }) => reference === payment.id)!;
    const atDesk = i % 3 === 0 ? undefined : provider.refund(id, '7.00').catch(() => 'refused');
    const [told, done] = [await asked, await atDesk];
    if (i % 3 === 0) answered(told!, 201);
    if (i % 3 === 2) expect([told!.status === 201, done !== 'refused'], 'one of the two, Bazaar or the desk, gave the money back').toContain(true);
    if (i % 3 === 2) expect(told!.status === 201 && done !== 'refused', 'not both gave it back').toBe(false);
    return payment;
  }, { label: 'pay', minOverlap: Math.min(count, 4) });

  await stores.settled([{
    name: 'the provider to have told everything',
    busy: async () => (await provider.events()).filter(({ waiting }) => waiting > 0).map(({ id, type }) => `${type} ${id}`),
  }]);
  await everythingHolds();
  expect((await provider.events()).every(({ deliveries }) => deliveries.filter(({ status }) => status === 200).length === 3), 'every event was taken, three times').toBe(true);
  const stored = await stores.postgres.rows('select id, status, refunded::text as refunded from shop_payments where tenant_id = $1', [tenantId]);
  expect(stored).toEqual(expect.arrayContaining(outcome.values.map(({ id }) => ({ id, status: 'CAPTURED', refunded: '7.00' }))));
});

test('S-05e nothing is believed that the provider has not signed, or signed long ago', async ({ users, shop, stocked, race, provider, everythingHolds }) => {
  const forgers = await users(3);
  const { products: [{ id: productId }] } = await stocked();
  await provider.behave({ webhooks: { hold: true } });
  const order = await shop(forgers[0]).buy({ lines: [{ productId, quantity: 1 }] });
  const payment = await shop(forgers[0]).settle(order.id, { capture: false });
  const authorized = (await provider.events())[0]!.id;
  const [known] = await provider.payments();
  // As if it had been captured, in everything right but in who says so.
  const body = JSON.stringify({ id: 'evt_1', type: 'payment.captured', payment: { ...known, status: 'captured', captured: known!.amount, operations: [...known!.operations, { id: randomUUID(), kind: 'refund', origin: 'provider', amount: '1.00', status: 'succeeded', sequence: 2 }] } });
  const now = Math.floor(Date.now() / 1000);
  const signatures = [`t=${now},v1=${'0'.repeat(64)}`, `t=${now},v1=`, ''];

  const outcome = await race(forgers, (forger, i) => forger.api.post('/api/payments/webhooks', { body, headers: { 'content-type': 'application/json', 'x-provider-signature': signatures[i]! } }), { label: 'forge' });

  expect(outcome).toHaveStatuses({ 401: forgers.length });
  expect([...new Set(outcome.values.map(refusal))]).toEqual(['signature_invalid']);
  expect(await provider.deliver(authorized, 400), 'signed by the provider, and too old').toBe(401);
  expect(await provider.deliver(authorized), 'the same, signed now').toBe(200);
  await everythingHolds();
  expect(answered<{ payment: Payment }>(await shop(forgers[0]).payment(payment.id), 200).payment).toMatchObject({ status: 'AUTHORIZED', refunded: '0.00' });
});
