import type { Reply } from '../../fixtures/index.js';
import { expect, providerAgrees, test, type ProviderDesk, type ShopDesk } from './shop.fixture.js';

/** What two operations are about: an order of 12.50, and what was done about it so far. */
interface Scene { order: string; payment: string; provider: ProviderDesk }

interface Meeting {
  id: string;
  what: string;
  /** What was done before. `placed`: nothing; `begun`: its capture was asked for and the answer lost. */
  given: 'placed' | 'authorized' | 'begun' | 'captured';
  one: Act;
  other: Act;
  /** What the two may be told. */
  told: [one: number, other: number][];
}

interface Act { by: 'customer' | 'staff' | 'provider'; act: (desk: ShopDesk, scene: Scene) => Promise<Pick<Reply, 'status'>> }

const pay: Act = { by: 'customer', act: (desk, { order }) => desk.pay(order) };
const cancel: Act = { by: 'customer', act: (desk, { order }) => desk.cancel(order) };
const capture: Act = { by: 'staff', act: (desk, { payment }) => desk.capture(payment) };
const refund = (amount: string): Act => ({ by: 'staff', act: (desk, { payment }) => desk.refund(payment, amount) });
/** The provider tells of what happened last, or first. */
const hear = (which: 'first' | 'last'): Act => ({ by: 'provider', act: async (_, { provider, payment }) => {
  const known = (await provider.payments()).find(({ reference }) => reference === payment)!;
  const about = (await provider.events()).filter(({ paymentId }) => paymentId === known.id);
  return { status: (await provider.deliver(about.at(which === 'first' ? 0 : -1)!.id))! };
} });

const MEETINGS: Meeting[] = [
  { id: 'f', what: 'an authorization is captured, and its order cancelled', given: 'authorized', one: cancel, other: capture, told: [[200, 409], [409, 200]] },
  { id: 'g', what: 'an order is paid, and cancelled', given: 'placed', one: pay, other: { ...cancel, by: 'staff' }, told: [[201, 409], [409, 200]] },
  { id: 'h', what: 'two refunds of more than half each are asked for', given: 'captured', one: refund('7.00'), other: refund('7.00'), told: [[201, 409], [409, 201]] },
  { id: 'i', what: 'a capture is asked for, and a refund', given: 'authorized', one: capture, other: refund('12.50'), told: [[200, 409], [200, 201]] },
  { id: 'j', what: 'the provider tells of a capture while it is asked for again', given: 'begun', one: hear('last'), other: capture, told: [[200, 200]] },
  { id: 'k', what: 'the provider tells twice of a capture', given: 'begun', one: hear('last'), other: hear('last'), told: [[200, 200]] },
  { id: 'l', what: 'the provider tells late of the authorization while it is captured', given: 'authorized', one: hear('first'), other: capture, told: [[200, 200]] },
  { id: 'm', what: 'two pay one order', given: 'placed', one: pay, other: pay, told: [[201, 409], [409, 201]] },
];

// One instance: the store decides, not the balancer. No workers: only the operations move, and what the provider tells is one of them.
test.use({ deployment: { wire: true, instances: 1, workers: 0 } });

for (const { id, what, given, one: first, other: second, told: possible } of MEETINGS) {
  test(`S-05${id} every order in which ${what}`, async ({ users, signIn, owner, tenancy, idOf, shop, stocked, explore, put, provider, stores, tenantId }) => {
    const [ann] = await users(1);
    const [phone, desk] = [await signIn(ann.credentials), await signIn(tenancy!.owner)];
    const annId = await idOf(ann);
    const { warehouse: { id: warehouseId }, products: [{ id: productId }] } = await stocked();
    await provider.behave({ webhooks: { hold: true } });
    const hands = { customer: [ann, phone], staff: [owner, desk], provider: [ann, phone] } as const;
    let scene: Scene;

    await explore(what, {
      // Each is several transactions, with the provider in between: with two there are many hundreds of orders.
      preemptions: 1,
      given: async () => {
        await put.clear([{ productId, warehouseId, onHand: 1 }]);
        const order = await put.order({ userId: annId, productId, warehouseId });
        const payment = given === 'placed' ? '' : (await shop(ann).settle(order, { capture: given === 'captured' })).id;
        if (given === 'begun') {
          await provider.behave({ dropNext: 1 });
          expect((await shop(owner).capture(payment)).status, 'the answer to the capture is lost').toBe(202);
        }
        scene = { order, payment, provider };
      },
      when: {
        one: async () => (await first.act(shop(hands[first.by][0]), scene)).status,
        other: async () => (await second.act(shop(hands[second.by][1]), scene)).status,
      },
      then: async (told) => {
        expect(possible, 'what the two were told').toContainEqual([told.one, told.other]);
        return await put.offending(providerAgrees(tenantId, provider, { onlyKnown: true }));
      },
    });
    expect(await stores.postgres.rows('select id from shop_orders where tenant_id = $1', [tenantId])).toHaveLength(1);
  });
}
