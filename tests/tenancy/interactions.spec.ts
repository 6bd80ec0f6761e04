import { violations, type Reply, type Row } from '../../fixtures/index.js';
import { expect, locks, stock, stocktakeOf, test, TenancyDesk, type Place, type Stocktake } from './tenancy.fixture.js';

/** What the operations of a pair are about: a stocktake that is under way. */
interface Scene { place: Place; held: Stocktake; endLease: () => Promise<unknown> }

/**
 * The interaction matrix of locks and keys: every pair of operations that can meet in a store, each also against itself, through every interleaving of their statements up to one
 * preemption, judged by the invariants. One person does all of it, on two devices; that a lease ends is an operation, too.
 */
const OPERATIONS: Record<string, { act: (desk: TenancyDesk, scene: Scene) => Promise<Pick<Reply, 'status'>>; /** Those of its own row and below that it shares a store's content with. */ meets: string[] }> = {
  begin: { act: (desk, { place }) => desk.begin(place.warehouseId), meets: ['begin', 'renew', 'release', 'lease ends', 'count'] },
  renew: { act: (desk, { place, held }) => desk.renew(place.warehouseId, held.owner), meets: ['renew', 'release', 'lease ends'] },
  release: { act: (desk, { place, held }) => desk.end(place.warehouseId, held.owner), meets: ['release', 'lease ends'] },
  'lease ends': { act: async (_, { endLease }) => { await endLease(); return { status: 200 }; }, meets: [] },
  count: { act: (desk, { place, held }) => desk.count(held, place.productId, 3), meets: ['count', 'one key'] },
  'one key': { act: (desk, { place }) => desk.reserve(place.productId, 1, 'one-key'), meets: ['one key'] },
};

/** What an operation may be told, whatever the other does: done, or that it came too late. */
const TOLD = [200, 201, 204, 409];

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });
// Each worker has a deployment of its own for them, in which nobody else moves.

for (const [first, { act, meets }] of Object.entries(OPERATIONS)) {
  for (const second of meets) {
    const pair = `${first} × ${second}`;
    test(pair, async ({ owner, signIn, tenancy, put, desk, clock, explore, stores, tenantId }) => {
      const phone = await signIn(tenancy!.owner);
      const place = await put.stock(5);
      let scene: Scene;

      const { schedules } = await explore(pair, {
        preemptions: 1, through: ['postgres', 'redis'],
        given: async () => {
          await stores.redis.client.flushdb();
          await put.forget();
          await put.set(place, 5);
          const held = await desk(owner).hold(place.warehouseId);
          scene = { place, held, endLease: () => clock(stocktakeOf(place.warehouseId), held.owner) };
        },
        when: {
          owner: async () => (await act(desk(owner), scene)).status,
          phone: async () => (await OPERATIONS[second]!.act(desk(phone), scene)).status,
        },
        then: async (told) => [
          ...Object.entries(told).filter(([, status]) => !TOLD.includes(status as number)).map(([who, status]): Row => ({ who, was_told: status })),
          ...(await violations(stores, [...locks(tenantId), ...stock(tenantId)])).flatMap(({ invariant, rows }) => rows.map((row): Row => ({ broken: invariant, ...row }))),
          // However often one key is sent, there is one reservation.
          ...await stores.postgres.rows('select id, quantity from shop_reservations where tenant_id = $1 offset 1', [tenantId]),
        ],
      });
      expect(schedules).toBeGreaterThan(0);
    });
  }
}
