import { expect, test } from './shop.fixture.js';
import { openTabs } from './order.page.js';

test('S-05a an order is paid in two tabs, with double clicks', async ({ users, shop, stocked, race, provider, everythingHolds }) => {
  const [ann] = await users(1);
  const { products: [{ id: productId }] } = await stocked();
  const { id } = await shop(ann).buy({ lines: [{ productId, quantity: 1 }] });
  const tabs = await openTabs(ann, id, ['first tab', 'second tab']);

  const outcome = await race(tabs, async ({ order }) => { await order.pay.dblclick(); await expect(order.status).toHaveText('Paid'); }, { label: 'double click on Pay', hold: '**/payments' });

  const sent = outcome.operations.flatMap(({ user, exchanges }) => exchanges.filter(({ method, path }) => method === 'POST' && path.endsWith('/payments')).map(({ status }) => ({ user, status })));
  expect(sent.map(({ status }) => status).sort(), 'each tab asked once, whatever was clicked').toEqual([201, 409]);
  const refused = tabs.find(({ name }) => name === sent.find(({ status }) => status === 409)!.user)!;
  await expect(refused.order.refusals).toHaveText(/You were not charged from here/);
  for (const { order } of tabs) await expect(order.payments).toHaveText([/^12\.50 Paid$/]);
  await everythingHolds();
  expect(await provider.payments(), 'the provider was asked once').toHaveLength(1);
});

test("S-05p the provider's answer is lost, and the page that waits shows what it tells later, once", async ({ users, shop, stocked, provider, evidence, everythingHolds }) => {
  const [ann] = await users(1);
  const { products: [{ id: productId }] } = await stocked();
  const { id } = await shop(ann).buy({ lines: [{ productId, quantity: 1 }] });
  await provider.behave({ dropNext: 1, webhooks: { repeat: 3, reverse: true } });
  const [{ order }] = await openTabs(ann, id, ['tab']);

  await order.pay.click();

  evidence.fault('one answer of the provider was lost');
  await expect(order.status).toHaveText(/Authorized|Paid/);
  await expect(order.refusals).toHaveCount(0);
  await expect(order.payments, 'there is one payment').toHaveCount(1);
  await everythingHolds();
  expect(await provider.payments(), 'the provider has one, too').toHaveLength(1);
});
