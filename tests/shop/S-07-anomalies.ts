import type { Reply, Stores, User } from '../../fixtures/index.js';
import type { Run } from '../../fixtures/contention/explore/run.js';
import { expect, ShopDesk, test as base } from './shop.fixture.js';

/** The levels that Postgres has, as `SHOP_ISOLATION` writes them. */
export type Level = 'read committed' | 'repeatable read' | 'serializable';

/** What an operation was told. */
interface Told { status: number; attempts: number; body: unknown }

/** The ground of an anomaly: one product at 10.00 in one warehouse, two on duty there, and a till whose first batch holds one receipt of 1.00. */
interface Shop { productId: string; warehouseId: string; duty: [string, string]; stores: Stores; tenantId: string }

interface Anomaly {
  name: string;
  /** The levels at which PostgreSQL documents it as possible (chapter 13.2; phantoms, which the standard allows there, not at REPEATABLE READ). */
  possibleAt: readonly Level[];
  when: (shop: Shop, desks: ShopDesk[]) => Record<string, () => Promise<Reply>>;
  /** Whether this schedule shows it. */
  shows: (told: Record<string, Told>, shop: Shop, run: Run) => Promise<boolean> | boolean;
  /** The levels at which who loses is run again by the application, and succeeds. */
  retriedAt?: readonly Level[];
}

interface Report { head: { price: string; ordered: number }; foot: { price: string; ordered: number } }
const report = (told: Record<string, Told>) => told['reader']!.body as Report;
const raise = (desk: ShopDesk, { productId }: Shop) => desk.raisePrice(productId, 10);
const leave = (desk: ShopDesk, { warehouseId, duty }: Shop, i: 0 | 1) => desk.setDuty(warehouseId, duty[i], false);

export const ANOMALIES: readonly Anomaly[] = [
  {
    name: 'dirty read', possibleAt: [],
    when: (shop, [a, b]) => ({ reader: () => a!.report(shop.productId), writer: () => raise(b!, shop) }),
    // The new price was read before its transaction had committed.
    shows: (told, _, { steps }) => {
      const commit = steps.findLastIndex(({ actor, name }) => actor === 1 && name === 'commit');
      const reads = steps.flatMap(({ actor, name }, i) => (actor === 0 && name.startsWith('select') ? [i] : []));
      const { head, foot } = report(told);
      return [head, foot].some(({ price }, i) => price === '11.00' && reads[i]! < commit);
    },
  },
  {
    name: 'non-repeatable read', possibleAt: ['read committed'],
    when: (shop, [a, b]) => ({ reader: () => a!.report(shop.productId), writer: () => raise(b!, shop) }),
    shows: (told) => report(told).head.price !== report(told).foot.price,
  },
  {
    name: 'phantom read', possibleAt: ['read committed'],
    when: (shop, [a, b]) => ({ reader: () => a!.report(shop.productId), writer: () => b!.order({ lines: [{ productId: shop.productId, quantity: 1 }] }) }),
    shows: (told) => report(told).head.ordered !== report(told).foot.ordered,
  },
  {
    name: 'lost update', possibleAt: ['read committed'], retriedAt: ['repeatable read', 'serializable'],
    when: (shop, [a, b]) => ({ ann: () => raise(a!, shop), bob: () => raise(b!, shop) }),
    shows: async (_, { stores, tenantId, productId }) => (await stores.postgres.one<{ price: string }>('select price::text as price from shop_products where tenant_id = $1 and id = $2', [tenantId, productId])).price !== '12.10',
  },
  {
    name: 'write skew', possibleAt: ['read committed', 'repeatable read'], retriedAt: ['serializable'],
    when: (shop, [a, b]) => ({ ann: () => leave(a!, shop, 0), bob: () => leave(b!, shop, 1) }),
    shows: async (_, { stores, tenantId }) => (await stores.postgres.rows('select from shop_duty where tenant_id = $1 and on_duty', [tenantId])).length === 0,
  },
  {
    name: 'read-only transaction anomaly', possibleAt: ['read committed', 'repeatable read'],
    when: (_, [a, b, c]) => ({ payer: () => a!.receipt('2.00'), closer: () => b!.closeTill(), reader: () => c!.till() }),
    // What a closed batch came to was told, and afterwards it came to something else.
    shows: async (told, { stores, tenantId }) => {
      const { closed } = told['reader']!.body as { closed: { batch: number; total: string } | null };
      if (!closed) return false;
      const { total } = await stores.postgres.one<{ total: string }>('select coalesce(sum(amount), 0)::text as total from shop_receipts where tenant_id = $1 and batch = $2', [tenantId, closed.batch]);
      return Number(total) !== Number(closed.total);
    },
  },
];

/** S-07 at one level: what Postgres documents there, shown by the shop's own operations. The file that calls it has set the deployment. @param letters of the tests' ids, one an anomaly */
export function anomaliesAt(level: Level, letters: string): void {
  for (const [i, { name, possibleAt, retriedAt = [], when, shows }] of ANOMALIES.entries()) {
    const possible = possibleAt.includes(level);
    base(`S-07${letters[i]} ${name} at ${level}: ${possible ? 'some' : 'no'} order shows it`, async ({ owner, signIn, tenancy, idOf, users, stocked, explore, evidence, stores, tenantId }) => {
      const devices: User[] = [owner, await signIn(tenancy!.owner), await signIn(tenancy!.owner)];
      const [colleague] = await users(1);
      const { warehouse: { id: warehouseId }, products: [{ id: productId }] } = await stocked({ each: 100, price: '10.00' });
      const shop: Shop = { productId, warehouseId, duty: [await idOf(owner), await idOf(colleague)], stores, tenantId };
      const operations = when(shop, devices.map((user) => new ShopDesk(user)));
      const tell = (act: () => Promise<Reply>) => async (): Promise<Told> => {
        const reply = await act();
        return { status: reply.status, attempts: Number(reply.headers['x-attempts'] ?? 0), body: reply.json() };
      };
      let [shown, again] = [0, 0];

      const { schedules } = await explore(name, {
        preemptions: 1,
        given: () => layOut(shop),
        when: Object.fromEntries(Object.entries(operations).map(([who, act]) => [who, tell(act)])),
        then: (told) => Object.entries(told as Record<string, Told>).filter(([, { status }]) => ![200, 201, 409].includes(status)).map(([who, { status }]) => ({ who, was_told: status })),
        onSchedule: async (run) => {
          const told = Object.fromEntries(run.answers.map(({ operation, value }) => [operation, value as Told]));
          if (await shows(told, shop, run)) shown++;
          if (Object.values(told).some(({ attempts }) => attempts > 1)) again++;
        },
      });

      evidence.compared('schedules that show an anomaly, at each isolation level (S-07)', name, level, shown > 0 ? `in ${shown} of ${schedules}` : `in none of ${schedules}`);
      if (possible) expect(shown, `of ${schedules} schedules some show what PostgreSQL documents as possible at ${level}`).toBeGreaterThan(0);
      else expect(shown, `of ${schedules} schedules none shows what PostgreSQL documents as impossible at ${level}`).toBe(0);
      if (retriedAt.includes(level)) expect(again, 'who lost was run again').toBeGreaterThan(0);
    });
  }
}

async function layOut({ productId, warehouseId, duty, stores: { postgres }, tenantId }: Shop): Promise<void> {
  await postgres.rows(`
    with lines as (delete from shop_order_lines where tenant_id = $1), reservations as (delete from shop_reservations where tenant_id = $1), orders as (delete from shop_orders where tenant_id = $1),
      messages as (delete from outbox), keys as (delete from idempotency_keys where tenant_id = $1), receipts as (delete from shop_receipts where tenant_id = $1 and amount <> 1),
      stock as (update shop_stock set on_hand = 100, reserved = 0 where tenant_id = $1), tills as (update shop_tills set batch = 1 where tenant_id = $1)
    update shop_products set price = 10, version = 1 where tenant_id = $1 and id = $2`, [tenantId, productId]);
  await postgres.rows(`insert into shop_duty (tenant_id, warehouse_id, user_id) select $1, $2, unnest($3::uuid[]) on conflict (tenant_id, warehouse_id, user_id) do update set on_duty = true`, [tenantId, warehouseId, duty]);
  await postgres.rows(`insert into shop_receipts (tenant_id, batch, amount) select $1, 1, 1 where not exists (select from shop_receipts where tenant_id = $1)`, [tenantId]);
}
