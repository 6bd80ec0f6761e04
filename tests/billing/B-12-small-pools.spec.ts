import { answered, expect, test as base, type Purchase } from './billing.fixture.js';
import { until, type User } from '../../fixtures/index.js';
import { samplesOf } from '../instance-metrics.js';
import { looksDuring } from './looks.js';

const INSTANCES = 5;
const CONNECTIONS = 3;

const test = base.extend<{ people: number; hasty: number }>({
  people: [100, { option: true }],
  hasty: [40, { option: true }],
});

test.use({ deployment: { instances: INSTANCES, workers: 1, settings: { PG_POOL_MAX: String(CONNECTIONS) } } });
test.describe.configure({ mode: 'default' });

/** Connections that each instance has, as Postgres sees it. */
const CONNECTED = `select application_name as who, count(*)::int as connections from pg_stat_activity where datname = current_database() and application_name like 'bazaar api-%' group by application_name`;

test('B-12a a hundred requests at once find small pools at all instances', async ({ users, billing, newVendor, race, people, target, stores, everythingHolds }) => {
  const vendor = billing(await newVendor());
  const [{ id: event }, { id: slot }] = [await vendor.newEvent(people), await vendor.newSlot(people)];
  const crowd = await users(people);
  const pools = async () => (await samplesOf(target, 'bazaar_pg_pool_size')).map(({ who, value }) => ({ who, connections: value }));
  const kinds = [(i: number) => billing(crowd[i]!).buy(event), (i: number) => billing(crowd[i]!).book(slot), (i: number) => billing(crowd[i]!).plans(), (i: number) => billing(crowd[i]!).requestStatement()];

  const { result: outcome, looks } = await looksDuring(async () => [...await pools(), ...await stores.postgres.rows<{ who: string; connections: number }>(CONNECTED)], () => race(crowd, (_, i) => kinds[i % kinds.length]!(i), { label: 'buy, book, read, ask' }));

  expect(outcome.instances, 'all instances took part').toHaveLength(INSTANCES);
  expect(outcome.operations.filter(({ status }) => status === undefined || status >= 300).map(({ user, status }) => ({ user, status })), 'everybody is served').toEqual([]);
  expect(looks.flat().filter(({ connections }) => !(connections <= CONNECTIONS)), `no instance has more than ${CONNECTIONS} connections`).toEqual([]);
  expect(Math.max(...looks.flat().map(({ connections }) => connections)), 'the pools were used up').toBe(CONNECTIONS);
  await everythingHolds();
});

test('B-12b slow requests at an instance do not starve the others there', async ({ users, signIn, billing, newVendor, race, gates, idOf, hasty, target, stores, evidence, everythingHolds }) => {
  const at = target.processes.find(({ kind }) => kind === 'api');
  const vendors: User[] = [];
  for (let i = 1; i < CONNECTIONS; i++) vendors.push(await signIn((await newVendor()).credentials, { at }));
  const { id: event } = await billing(vendors[0]!).newEvent(hasty);
  const [customer] = await users(1);
  const run = { period: '2026-11', customerIds: [await idOf(customer)], text: 'Membership', amount: '10.00' };
  const crowd = await Promise.all((await users(8)).map(({ credentials }) => signIn(credentials, { at })));

  // All connections but one are in the hands of slow requests until the others have been served.
  const { result: { outcome, runs }, hold } = await gates.table('billing_invoice_lines').during(async () => {
    const runs = vendors.map((vendor) => billing(vendor).invoiceRun(run));
    await until('the slow ones to be held', async () => (await stores.postgres.rows(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into billing_invoice_lines%'`)).length === runs.length, { everyMs: 3 });
    return { runs, outcome: await race(Array.from({ length: hasty }, (_, i) => crowd[i % crowd.length]!), (user) => billing(user).buy(event), { label: 'buy beside slow requests' }) };
  }, { waiters: CONNECTIONS, withinMs: 60_000 });

  expect(hold.opened, 'all were served while the slow ones were held').toBe('the action ended');
  expect(outcome, 'everybody is served').toHaveStatuses({ 201: hasty });
  expect(new Set(outcome.values.map((reply) => answered<Purchase>(reply, 201).tickets[0]!.number)).size).toBe(hasty);
  evidence.measured('bought beside slow requests', outcome.operations.map(({ startedAt, endedAt }) => endedAt - startedAt));
  expect((await Promise.all(runs)).map(({ status }) => status), 'the slow ones complete').toEqual(runs.map(() => 201));
  await everythingHolds();
});
