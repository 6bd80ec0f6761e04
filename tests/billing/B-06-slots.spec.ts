import { expect, keyed, test as base } from './billing.fixture.js';

const test = base.extend<{ people: number; places: number; gated: number }>({
  people: [50, { option: true }],
  places: [5, { option: true }],
  gated: [6, { option: true }],
});

const SLOT = `select s.booked, (select count(*)::int from billing_bookings where slot_id = s.id) as bookings from billing_slots s where s.id = $1`;

test('B-06a many book a slot with few places', async ({ users, billing, newVendor, volley, people, places, stores, everythingHolds }) => {
  const { id } = await billing(await newVendor()).newSlot(places);
  const crowd = await users(people);

  const outcome = await volley(crowd, () => keyed(`slots/${id}/bookings`), { label: 'book' });

  expect(outcome).toHaveStatuses({ 201: places, 409: people - places });
  for (const { value } of outcome.refused) expect(value!.json()).toMatchObject({ error: 'slot_full' });
  expect(await stores.postgres.one(SLOT, [id]), 'as many places as there were').toEqual({ booked: places, bookings: places });
  await everythingHolds();
});

test('B-06b all have come to the slot before any place is taken', { tag: '@quick' }, async ({ users, billing, newVendor, race, gates, gated, stores, everythingHolds }) => {
  const { id } = await billing(await newVendor()).newSlot(2);
  const crowd = await users(gated);

  const { result: outcome } = await gates.row('billing_slots', { id }).during(() => race(crowd, (user) => billing(user).book(id), { label: 'book' }), { waiters: gated });

  expect(outcome).toHaveStatuses({ 201: 2, 409: gated - 2 });
  expect(await stores.postgres.one(SLOT, [id])).toEqual({ booked: 2, bookings: 2 });
  await everythingHolds();
});

test('B-06c one person books and gives up a place again and again, on several devices', async ({ users, signIn, billing, newVendor, race, idOf, stores, everythingHolds }) => {
  const { id } = await billing(await newVendor()).newSlot(3);
  const [ann] = await users(1);
  const devices = [ann, ...await Promise.all(Array.from({ length: 3 }, () => signIn(ann.credentials)))];

  const outcome = await race(devices, async (device, i) => {
    const statuses = [];
    for (let round = 0; round < 5; round++) statuses.push((await (i % 2 === 0 ? billing(device).book(id) : billing(device).unbook(id))).status);
    return statuses;
  }, { label: 'book and give up' });

  expect(outcome.values.flat().filter((status) => ![200, 201, 409].includes(status)), 'done, or it was there already').toEqual([]);
  const { bookings } = await stores.postgres.one<{ bookings: number }>(SLOT, [id]);
  expect(bookings, 'one place a person at most').toBeLessThanOrEqual(1);
  expect(await stores.postgres.one(SLOT, [id])).toEqual({ booked: bookings, bookings });
  expect((await billing(ann).unbook(id)).status).toBe(200);
  expect(await stores.postgres.rows('select from billing_bookings where user_id = $1', [await idOf(ann)])).toEqual([]);
  await everythingHolds();
});
