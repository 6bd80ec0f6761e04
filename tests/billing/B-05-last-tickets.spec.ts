import { EventPage } from './event.page.js';
import { answered, expect, keyed, test as base, type BoxOffice, type Purchase } from './billing.fixture.js';

const test = base.extend<{ buyers: number; tickets: number; gated: number }>({
  buyers: [100, { option: true }],
  tickets: [10, { option: true }],
  gated: [6, { option: true }],
});

test('B-05a many buy the last tickets', async ({ users, billing, newVendor, volley, buyers, tickets, stores, everythingHolds }) => {
  const vendor = await newVendor();
  const { id } = await billing(vendor).newEvent(tickets);
  const crowd = await users(buyers);

  const outcome = await volley(crowd, () => keyed(`events/${id}/tickets`, { quantity: 1 }), { label: 'buy' });

  expect(outcome).toHaveStatuses({ 201: tickets, 409: buyers - tickets });
  for (const { value } of outcome.refused) expect(value!.json()).toMatchObject({ error: 'sold_out', available: 0 });
  const told = outcome.acknowledged.map(({ value }) => answered<Purchase>(value!, 201));
  expect(told.map(({ tickets: [ticket] }) => ticket!.number).sort((a, b) => a - b), 'each was told a ticket of their own').toEqual(Array.from({ length: tickets }, (_, i) => i + 1));
  expect(told.map(({ event }) => event.available).sort((a, b) => a - b), 'each was told what was left after them').toEqual(Array.from({ length: tickets }, (_, i) => i));
  expect(answered<{ event: BoxOffice }>(await billing(vendor).event(id), 200).event.available).toBe(0);
  const { sold } = await stores.postgres.one('select count(*)::int as sold from billing_tickets where event_id = $1', [id]);
  expect(sold, 'refused means nothing sold').toBe(tickets);
  await everythingHolds();
});

test('B-05b all have come to the box office before any ticket is sold', { tag: '@quick' }, async ({ users, billing, newVendor, race, gates, gated, stores, everythingHolds }) => {
  const { id } = await billing(await newVendor()).newEvent(3);
  const crowd = await users(gated);

  const { result: outcome } = await gates.row('billing_events', { id }).during(() => race(crowd, (user) => billing(user).buy(id, 2), { label: 'buy two' }), { waiters: gated });

  expect(outcome, 'three tickets are enough for one who wants two').toHaveStatuses({ 201: 1, 409: gated - 1 });
  for (const { value } of outcome.refused) expect(value!.json(), 'all or none').toMatchObject({ error: 'sold_out', available: 1 });
  expect(await stores.postgres.one('select e.available, (select count(*)::int from billing_tickets where event_id = e.id) as tickets from billing_events e where id = $1', [id])).toEqual({ available: 1, tickets: 2 });
  await everythingHolds();
});

test('B-05e two press Buy for the last ticket in their browsers while a third looks on', async ({ users, billing, newVendor, race, stores, everythingHolds }) => {
  const { id } = await billing(await newVendor()).newEvent(1);
  const [ann, bob, cleo] = await users(3);
  const [watching, ...buying] = await Promise.all([cleo, ann, bob].map(async (user) => ({ user, office: await EventPage.open(user, id) })));
  for (const { office } of [watching!, ...buying]) await expect(office.available).toHaveText('1 of 1 available');

  const outcome = await race(buying.map(({ user, office }) => ({ name: user.name, pages: [office.page], office })), async ({ office }) => {
    await office.buy.click();
    await expect(office.bought.or(office.refusals)).toHaveCount(1);
    return await office.bought.count() === 1;
  }, { label: 'press Buy', hold: `**/events/${id}/tickets` });

  expect([...outcome.values].sort(), 'one is told that they have it').toEqual([false, true]);
  const [winner, loser] = outcome.values[0] === true ? buying : [...buying].reverse();
  await expect(winner!.office.tickets).toHaveText(['No. 1']);
  await expect(loser!.office.refusals).toHaveText(/Sold out/);
  await expect(loser!.office.tickets).toHaveCount(0);
  for (const { office } of [watching!, winner!, loser!]) await expect(office.available, 'all see it, who bought and who did not').toHaveText('Sold out');
  await expect(watching!.office.buy).toHaveAttribute('aria-disabled', 'true');
  expect(await stores.postgres.one('select e.available, (select count(*)::int from billing_tickets where event_id = e.id) as tickets from billing_events e where id = $1', [id])).toEqual({ available: 0, tickets: 1 });
  await everythingHolds();
});
