import { randomUUID } from 'node:crypto';
import { NotYet, until } from '../../fixtures/index.js';
import { expect, ORDERS, quietAlone, test as base } from './shop.fixture.js';

const test = base.extend<{ customers: number; mostOrdersEach: number }>({
  customers: [8, { option: true }],
  mostOrdersEach: [100, { option: true }],
});

// Of its own: its workers die. Relays look often, so that a dead one's messages are taken up soon.
test.use({ deployment: { workers: 3, settings: { OUTBOX_POLL_MS: '200' } } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

test('S-06a relays and consumers die while orders are told of', async ({ users, owner, shop, stocked, race, tap, target, evidence, customers: count, mostOrdersEach, stores, tenantId, everythingHolds }) => {
  const customers = await users(count);
  const { products: [{ id: productId }] } = await stocked({ each: count * mostOrdersEach });
  const told = await tap(ORDERS.exchange, ORDERS.queue);
  const workers = target.processes.filter(({ kind }) => kind === 'worker').map(({ name }) => name);

  let dead = 0;
  const dying = async (): Promise<void> => {
    for (const worker of workers) {
      const applied = (await stores.postgres.one<{ n: number }>('select count(*)::int as n from shop_order_events where tenant_id = $1', [tenantId])).n;
      await until('another event to be applied', async () => {
        const { n } = await stores.postgres.one<{ n: number }>('select count(*)::int as n from shop_order_events where tenant_id = $1', [tenantId]);
        if (n <= applied) throw new NotYet(`${n} so far`);
        return true;
      });
      await target.kill(worker);
      evidence.fault(`${worker} killed behind event ${applied + 1}`);
      await target.start(worker);
      dead++;
    }
  };
  // They shop until every worker has died once.
  const [outcome] = await Promise.all([
    race(customers, async (user, i) => {
      for (let n = 0; n < mostOrdersEach && dead < workers.length; n++) {
        const order = await shop(user).buy({ lines: [{ productId, quantity: 1 }] });
        if ((i + n) % 3 === 0) await shop(user).cancel(order.id);
        else {
          const payment = await shop(user).settle(order.id);
          if ((i + n) % 3 === 1) await shop(owner).refund(payment.id, '5.00');
        }
      }
    }, { label: 'order, pay, cancel' }),
    dying(),
  ]);

  expect(outcome.values).toHaveLength(count);
  expect(dead, 'every worker died once').toBe(workers.length);
  await stores.settled(quietAlone(tenantId));
  await everythingHolds();
  const sent = (await stores.postgres.rows<{ id: string }>('select id from outbox where exchange = $1', [ORDERS.exchange])).map(({ id }) => id);
  const heard = new Set((await told.atLeast(sent.length)).map(({ messageId }) => messageId!));
  expect([...heard].sort(), 'what was told is what was committed').toEqual(sent.sort());
});

test('S-06b the events of an order come in reverse, and then all come again', async ({ users, shop, stocked, race, target, evidence, customers: count, stores, tenantId, everythingHolds }) => {
  const customers = await users(count);
  const { products: [{ id: productId }] } = await stocked({ each: count });
  const workers = target.processes.filter(({ kind }) => kind === 'worker').map(({ name }) => name);
  for (const worker of workers) await target.kill(worker);

  const outcome = await race(customers, async (user) => shop(user).settle((await shop(user).buy({ lines: [{ productId, quantity: 1 }] })).id), { label: 'order and pay' });
  expect(outcome.values, 'everybody has paid').toHaveLength(count);
  // Sent by a relay that came by them in the worst order, and died before it could say that it had.
  const messages = await stores.postgres.rows<{ id: string; payload: object }>(`select id, payload from outbox where exchange = $1 and payload->>'tenantId' = $2 order by position desc`, [ORDERS.exchange, tenantId]);
  for (const { id, payload } of messages) await stores.rabbitmq.publish(ORDERS.exchange, ORDERS.queue, payload, { messageId: id });
  evidence.fault(`${messages.length} events were sent in reverse, and not marked as sent`);
  for (const worker of workers) await target.start(worker);

  await everythingHolds();
  for (const user of customers) expect(await shop(user).account()).toEqual({ placed: 1, paid: 1, cancelled: 0, spent: '12.50', refunded: '0.00' });
});

test('S-06c what is rolled back in its commit is not told', async ({ users, shop, stocked, race, tap, gates, evidence, stores, tenantId, put, everythingHolds }) => {
  const pair = await users(2);
  // A product each: who orders one product waits for the other's row, and never comes to the COMMIT.
  const { products } = await stocked({ products: 2, each: 2 });
  const told = await tap(ORDERS.exchange, ORDERS.queue);
  const keys = [randomUUID(), randomUUID()];

  // Both orders stand inside their COMMIT; then the connection of one breaks.
  const { result: outcome } = await gates.commit('shop_orders').during(async (gate) => {
    const racing = race(pair, (user, i) => shop(user).order({ lines: [{ productId: products[i]!.id, quantity: 1 }] }, keys[i]), { label: 'order' });
    await gate.filled(pair.length);
    // Those whose COMMIT waits for a lock wait at the gate: nothing else makes one wait.
    const cut = await stores.postgres.rows(`select pg_terminate_backend(pid) from (
      select pid from pg_stat_activity where datname = current_database() and query = 'COMMIT' and wait_event_type = 'Lock' order by pid limit 1) one`);
    expect(cut, 'one that commits was cut off').toHaveLength(1);
    evidence.fault('the connection of one order was cut off inside its COMMIT');
    gate.open();
    return await racing;
  }, { waiters: pair.length + 1, withinMs: 60_000 });

  expect(outcome.statuses['201'], 'one was placed').toBe(1);
  const levels = await Promise.all(products.map(({ id }) => put.level(id)));
  expect(levels.map(({ reserved }) => reserved), 'of what was rolled back nothing is reserved').toEqual(outcome.operations.map(({ status }) => (status === 201 ? 1 : 0)));
  await stores.settled(quietAlone(tenantId));
  await everythingHolds();
  expect((await told.atLeast(1)).map(({ messageId }) => messageId), 'only the order that is there was told of').toEqual(
    (await stores.postgres.rows<{ id: string }>('select id from outbox where exchange = $1 and payload->>\'tenantId\' = $2', [ORDERS.exchange, tenantId])).map(({ id }) => id));
});
