import type { Reply } from '../../fixtures/index.js';
import type { PutShop } from './put-shop.js';
import { retriesOf } from './retries.js';
import { expect, test as base, type ShopDesk } from './shop.fixture.js';

export type Strategy = 'pessimistic' | 'optimistic' | 'serializable';

/** Conflicts that are run again until one is won: who loses often must not be told that Bazaar is unavailable. */
export const settingsOf = (strategy: Strategy) => ({ STOCK_STRATEGY: strategy, CONFLICT_ATTEMPTS: '100' });

const test = base.extend<{ customers: number; onHand: number; kinds: number }>({
  customers: [60, { option: true }],
  onHand: [40, { option: true }],
  kinds: [10, { option: true }],
});

const attemptsOf = (replies: readonly Reply[]) => replies.map(({ headers }) => Number(headers['x-attempts'])).sort((a, b) => a - b);

/** The same two races under each strategy. To be called in a file that sets it: what they were told and needed stands side by side in the report. */
export function raceUnder(strategy: Strategy, id: string): void {
  for (const [part, what, several] of [['1', 'one product', false], ['2', 'many products', true]] as const) {
    test(`S-08${id}${part} ${strategy}: many reserve ${what} at once`, async ({ users, shop, stocked, race, customers: count, onHand, kinds, target, sampler, evidence, stores, tenantId, everythingHolds }) => {
      const customers = await users(count);
      const { products } = await stocked({ products: several ? kinds : 1, each: several ? onHand / kinds : onHand });
      const before = await retriesOf(target);

      const outcome = await sampler.closely(() => race(customers, (user, i) => shop(user).reserve({ productId: products[i % products.length]!.id, quantity: 1 }), { label: `reserve, ${strategy}` }));

      const after = await retriesOf(target);
      const again = Object.fromEntries(Object.entries(after).map(([reason, n]) => [reason, n - (before[reason] ?? 0)]));
      const attempts = attemptsOf(outcome.values);
      await sampler.stop();
      const { waits, most } = sampler.samples.locks;
      const compare = (row: string, text: string): void => evidence.compared('many reserve at once, under each strategy (S-08)', `${what}: ${row}`, strategy, text);
      compare('attempts', `p50 ${attempts[Math.floor(attempts.length / 2)]}, max ${attempts.at(-1)}`);
      compare('run again', Object.entries(again).filter(([, n]) => n > 0).map(([reason, n]) => `${n} × ${reason}`).join(', ') || 'none');
      compare('waits for locks seen', `${waits}, at most ${most} at once`);
      evidence.measured(`reserve ${what}, ${strategy}`, outcome.operations.map(({ startedAt, endedAt }) => endedAt - startedAt));
      expect(outcome, 'as many as there is enough for').toHaveStatuses({ 201: onHand, 409: count - onHand });
      await everythingHolds();
      expect(await stores.postgres.one('select sum(on_hand)::int as on_hand, sum(reserved)::int as reserved from shop_stock where tenant_id = $1', [tenantId])).toEqual({ on_hand: 0, reserved: onHand });
      const lost = Object.values(again).reduce((sum, n) => sum + n, 0);
      if (!several) expect(waits, 'somebody was seen waiting for a lock').toBeGreaterThan(0);
      if (strategy === 'pessimistic') expect(lost, 'who waits for a lock loses no conflict').toBe(0);
      else if (!several) expect(lost, 'conflicts were lost, and run again').toBeGreaterThan(0);
    });
  }
}

/** What two customers may do to the last one, in every order, under the strategy that the file sets. */
export function exploreUnder(strategy: Strategy, id: string): void {
  interface Scene { productId: string; held: string }
  const reserve = async (desk: ShopDesk, { productId }: Scene) => (await desk.reserve({ productId, quantity: 1 })).status;
  const MEETINGS: [what: string, one: typeof reserve, other: typeof reserve, told: number[][]][] = [
    ['two reservations', reserve, reserve, [[201, 409], [409, 201]]],
    ['a release and a reservation', async (desk, { held }) => (await desk.release(held)).status, reserve, [[204, 201], [204, 409]]],
    ['a cancellation and a reservation', async (desk, { held }) => (await desk.cancel(held)).status, reserve, [[200, 201], [200, 409]]],
  ];
  for (const [n, [what, one, other, told]] of MEETINGS.entries()) {
    base(`S-08${id}${n + 1} ${strategy}: every order in which ${what} of the last one can meet`, async ({ users, idOf, shop, stocked, explore, put }) => {
      const [ann, bob] = await users(2);
      const annId = await idOf(ann);
      const { warehouse: { id: warehouseId }, products: [{ id: productId }] } = await stocked();
      let scene: Scene;
      await explore(`${what}, ${strategy}`, {
        given: async () => {
          await put.clear([{ productId, warehouseId, onHand: 1 }]);
          scene = { productId, held: await heldBefore(put, n, { userId: annId, productId, warehouseId }) };
        },
        when: { one: () => one(shop(ann), scene), other: () => other(shop(bob), scene) },
        then: async (answers) => {
          expect(told, 'what the two were told').toContainEqual([answers.one, answers.other]);
          return await put.offending();
        },
      });
    });
  }
}

const heldBefore = async (put: PutShop, n: number, of: { userId: string; productId: string; warehouseId: string }) => (n === 0 ? '' : n === 1 ? await put.reservation(of) : await put.order(of));
