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

test('B-05b all have come to the box office before any ticket is sold', async ({ users, billing, newVendor, race, gates, gated, stores, everythingHolds }) => {
  const { id } = await billing(await newVendor()).newEvent(3);
  const crowd = await users(gated);

  const { result: outcome } = await gates.row('billing_events', { id }).during(() => race(crowd, (user) => billing(user).buy(id, 2), { label: 'buy two' }), { waiters: gated });

  expect(outcome, 'three tickets are enough for one who wants two').toHaveStatuses({ 201: 1, 409: gated - 1 });
  for (const { value } of outcome.refused) expect(value!.json(), 'all or none').toMatchObject({ error: 'sold_out', available: 1 });
  expect(await stores.postgres.one('select e.available, (select count(*)::int from billing_tickets where event_id = e.id) as tickets from billing_events e where id = $1', [id])).toEqual({ available: 1, tickets: 2 });
  await everythingHolds();
});
