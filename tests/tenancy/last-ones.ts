import { randomUUID } from 'node:crypto';
import { expect, test as base, type Place, type TenancyDesk } from './tenancy.fixture.js';

const test = base.extend<{ people: number; each: number }>({ people: [10, { option: true }], each: [10, { option: true }] });

/** T-03 under one strategy: the file that calls it has set the deployment. @param id of the test, e.g. `T-03a` */
export function lastOnes(id: string, strategy: string): void {
  test(`${id} ten reserve ten each of a hundred, then of fifty (${strategy})`, async ({ users, put, volley, everythingHolds, people, each }) => {
    const buyers = await users(people);
    for (const [sku, onHand, served] of [['ALL', people * each, people], ['HALF', (people * each) / 2, people / 2]] as const) {
      const place = await put.stock(onHand, { sku });
      const outcome = await volley(buyers, () => reservation(place, each), { label: `${people} reserve ${each} of ${onHand}` });

      expect(outcome).toHaveStatuses({ 201: served, 409: people - served });
      for (const { value } of outcome.refused) expect(value!.json()).toMatchObject({ error: 'sold_out', available: 0 });
      expect(await put.level(place), 'nothing is left, and nothing was made').toEqual({ onHand: 0, reserved: onHand, sold: 0, received: onHand });
    }
    await everythingHolds();
  });
}

/** One reservation, as a request of a volley. */
export const reservation = ({ productId }: Place, quantity: number) =>
  ({ method: 'POST', path: '/api/shop/reservations', json: { productId, quantity }, headers: { 'idempotency-key': randomUUID() } });

/** T-03 in every order, under one strategy. */
export function lastOnesInEveryOrder(id: string, strategy: string): void {
  base(`${id} every order in which two can reserve the last ten (${strategy})`, async ({ users, put, desk, explore, stores, tenantId }) => {
    const [ann, bob] = await users(2);
    const place = await put.stock(10);
    const reserve = async (hands: TenancyDesk) => (await hands.reserve(place.productId, 10)).status;

    await explore('reserve against reserve', {
      preemptions: 1,
      given: async () => { await put.set(place, 10); },
      when: { ann: () => reserve(desk(ann)), bob: () => reserve(desk(bob)) },
      then: async (told) => {
        expect(Object.values(told).sort(), 'one gets them').toEqual([201, 409]);
        expect(await put.level(place)).toEqual({ onHand: 0, reserved: 10, sold: 0, received: 10 });
        return await stores.postgres.rows('select user_id, quantity from shop_reservations where tenant_id = $1 offset 1', [tenantId]);
      },
    });
  });
}
