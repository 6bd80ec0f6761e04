import type { Reply } from '../../fixtures/index.js';
import { expect, providerAgrees, test, type Payment, type ProviderDesk, type ShopDesk } from './shop.fixture.js';

/** What the operations of a pair are about: orders and payments of one product, each in the state that the operation is for. */
interface Scene { productId: string; warehouseId: string; reservation: string; placed: string; authorized: Payment; captured: Payment; event: string; provider: ProviderDesk }

interface Interaction {
  act: (desk: ShopDesk, scene: Scene) => Promise<Pick<Reply, 'status'>>;
  /** What must have been paid for before it; each costs requests. */
  needs?: 'authorized' | 'captured';
}

/**
 * The interaction matrix of the shop: every pair of operations that can meet, each also against itself, through every interleaving of their statements up to one preemption, judged by
 * the domain's invariants. The tenant's owner does everything, on two devices, and so may do what staff may. The first operation of a pair has the order or
 * reservation that the second has, where both have one: they meet on stock, reservations, order, payment and ledger.
 */
const OPERATIONS: Record<string, Interaction> = {
  reserve: { act: (desk, { productId }) => desk.reserve({ productId, quantity: 1 }) },
  release: { act: (desk, { reservation }) => desk.release(reservation) },
  'order reserved': { act: (desk, { reservation }) => desk.order({ reservationIds: [reservation] }) },
  'order directly': { act: (desk, { productId }) => desk.order({ lines: [{ productId, quantity: 1 }] }) },
  cancel: { act: (desk, { authorized }) => desk.cancel(authorized.orderId), needs: 'authorized' },
  pay: { act: (desk, { placed }) => desk.pay(placed, { capture: false }) },
  capture: { act: (desk, { authorized }) => desk.capture(authorized.id), needs: 'authorized' },
  refund: { act: (desk, { captured }) => desk.refund(captured.id, '7.00'), needs: 'captured' },
  'deliver event': { act: async (_, { provider, event }) => ({ status: (await provider.deliver(event))! }), needs: 'authorized' },
  'count stock': { act: (desk, { warehouseId, productId }) => desk.count(warehouseId, productId, 1, 5) },
  'edit product': { act: (desk, { productId }) => desk.editProduct(productId, 1, { price: '13.00' }) },
};

/** What an operation may be told, whatever the other does: done, or that it came too late. */
const TOLD = [200, 201, 204, 409];

// Of these a pair meets at nothing that either decides by: what one changes the other does not read.
const APART = new Set([
  ...['reserve', 'release', 'count stock', 'edit product'].flatMap((operation) => [`pay × ${operation}`, `refund × ${operation}`, `deliver event × ${operation}`]),
  ...['cancel', 'capture', 'release'].map((operation) => `${operation} × edit product`),
  'order reserved × count stock',
]);

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
// Each worker has a deployment of its own for them, in which nobody else moves.

const names = Object.keys(OPERATIONS);
for (const [i, first] of names.entries()) {
  for (const second of names.slice(i)) {
    const pair = `${first} × ${second}`;
    if (APART.has(pair) || APART.has(`${second} × ${first}`)) continue;
    test(pair, async ({ owner, signIn, tenancy, idOf, shop, stocked, explore, put, provider, tenantId }) => {
      const [one, other] = [OPERATIONS[first]!, OPERATIONS[second]!];
      const phone = await signIn(tenancy!.owner);
      const userId = await idOf(owner);
      const { warehouse: { id: warehouseId }, products: [{ id: productId }] } = await stocked();
      await provider.behave({ webhooks: { hold: true } });
      const needs = new Set([one.needs, other.needs]);
      const paid = async (need: 'authorized' | 'captured', capture: boolean): Promise<Payment> =>
        needs.has(need) ? await shop(owner).settle(await put.order({ userId, productId, warehouseId }), { capture }) : {} as Payment;
      let scene: Scene;

      const { schedules } = await explore(pair, {
        preemptions: 1,
        given: async () => {
          await put.clear([{ productId, warehouseId, onHand: 5 }]);
          // One beside the other: schedules are many, and these are most of what one costs.
          const [authorized, captured] = await Promise.all([paid('authorized', false), paid('captured', true)]);
          const [placed, reservation] = [await put.order({ userId, productId, warehouseId }), await put.reservation({ userId, productId, warehouseId })];
          const [payments, events] = await Promise.all([provider.payments(), provider.events()]);
          const known = payments.find(({ reference }) => reference === authorized.id);
          const event = events.find(({ paymentId }) => paymentId === known?.id)?.id ?? '';
          scene = { productId, warehouseId, reservation, placed, authorized, captured, event, provider };
        },
        when: { owner: async () => (await one.act(shop(owner), scene)).status, phone: async () => (await other.act(shop(phone), scene)).status },
        then: async (told) => [
          ...Object.entries(told).filter(([, status]) => !TOLD.includes(status as number)).map(([who, status]) => ({ who, was_told: status })),
          ...await put.offending(providerAgrees(tenantId, provider, { onlyKnown: true })),
        ],
      });
      expect(schedules).toBeGreaterThan(0);
    });
  }
}
