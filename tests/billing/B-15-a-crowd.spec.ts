import { randomInt } from 'node:crypto';
import { months } from '../../data/billing.js';
import { seededFaker } from '../../data/random.js';
import { until } from '../../fixtures/index.js';
import { expect, test as base } from './billing.fixture.js';
import { act, differences, type Did, type Scene } from './billing-model.js';

const test = base.extend<{ people: number; powerful: number; steps: number; rampUpSeconds: number; seed: number }>({
  people: [500, { option: true }],
  /** One in so many is a power user: a vendor, who does more, and more of it. */
  powerful: [5, { option: true }],
  steps: [4, { option: true }],
  rampUpSeconds: [5, { option: true }],
  /** 0: another one each time. It is part of the result, so that the mix can be made again; how it interleaves is new each time. */
  seed: [0, { option: true }],
});

test.use({ deployment: { instances: 3, workers: 3 } });

test('B-15 a crowd of ordinary and power users', async ({ users, billing, newVendor, idOf, race, people, powerful, steps, rampUpSeconds, seed, stores, tenantId, evidence, everythingHolds }) => {
  test.setTimeout(900_000);
  const chosen = seed || randomInt(1, 2 ** 31);
  test.info().annotations.push({ type: 'seed', description: String(chosen) });
  const vendor = billing(await newVendor());
  const crowd = await users(people);
  const isPowerful = (i: number) => i % powerful === 0;
  const ids: string[] = [];
  for (const [i, user] of crowd.entries()) {
    ids.push(await idOf(user));
    if (isPowerful(i)) await billing(user).asVendor();
  }
  const scene: Scene = { events: [], slots: [], plans: (await vendor.allPlans()).map(({ id }) => id), customers: ids.slice(0, 20), periods: months(3) };
  for (const size of [10, 40, people]) {
    scene.events.push((await vendor.newEvent(size)).id);
    scene.slots.push((await vendor.newSlot(Math.ceil(size / 4))).id);
  }

  const start = performance.now();
  const outcome = await race(crowd, async (user, i) => {
    const random = seededFaker(chosen + i);
    const did: Did[] = [];
    await until('one\'s turn to begin', () => performance.now() - start >= i / people * rampUpSeconds * 1000, { deadlineMs: 60_000 });
    for (let step = 0; step < steps * (isPowerful(i) ? 2 : 1); step++) did.push(await act(billing(user), ids[i]!, isPowerful(i), scene, random));
    return did;
  }, { label: `mix of seed ${chosen}`, minOverlap: 10 });

  const did = outcome.values.flat();
  for (const kind of new Set(did.map((each) => each.kind))) evidence.measured(kind, did.filter((each) => each.kind === kind).map(({ tookMs }) => tookMs));
  await everythingHolds({ deadlineMs: 60_000 });
  expect(await differences(stores, tenantId, did), `the model of what was acknowledged is what the stores hold (seed ${chosen})`).toEqual([]);
});
