import pg from 'pg';
import type { Batch, Link } from '../../../fixtures/wire/link.js';
import { PostgresProxy } from '../../../fixtures/wire/postgres/proxy.js';
import { until } from '../../../fixtures/until.js';
import { expect, test as base } from '../explore/postgres.fixture.js';
import { Copy } from './copy.js';
import { send } from './messages.js';
import { Random } from './random.js';
import { Raw } from './raw.js';
import { Tap } from './tap.js';

interface Held extends Array<Batch> { answered: Link[] }

const test = base.extend<{ wire: PostgresProxy; taps: { before: Tap; behind: Tap; url: string }; held: Held }>({
  taps: async ({ database, wire }, use) => {
    const before = await Tap.start(wire.port);
    await use({ before, behind: behindOf(wire), url: Object.assign(new URL(database), { port: String(before.port) }).href });
    await before.close();
  },
  wire: async ({ database }, use) => {
    const behind = await Tap.start(Number(new URL(database).port));
    const proxy = await PostgresProxy.start(Object.assign(new URL(database), { port: String(behind.port) }).href);
    taps.set(proxy, behind);
    await use(proxy);
    await proxy.close();
    await behind.close();
  },
  /** Every batch that arrives, held until the test releases it. */
  held: async ({ wire }, use) => {
    const held: Held = Object.assign([], { answered: [] });
    wire.listener = { arrived: batch => { held.push(batch); }, answered: link => { held.answered.push(link); } };
    await use(held);
  },
});

const taps = new WeakMap<PostgresProxy, Tap>();
function behindOf(proxy: PostgresProxy): Tap {
  const tap = taps.get(proxy);
  if (!tap) throw new Error('expected the tap that the proxy fixture started, found none');
  return tap;
}

async function arrives(held: Batch[], count: number): Promise<Batch> {
  return until(`batch ${count} to arrive`, async () => held[count - 1], { everyMs: 1 });
}

/** The same bytes went in and came out, in both directions, on every connection. */
function expectSameBytes({ before, behind }: { before: Tap; behind: Tap }): void {
  expect(behind.seen.map(record => String(record.sent))).toEqual(before.seen.map(record => String(record.sent)));
  expect(before.seen.map(record => String(record.received))).toEqual(behind.seen.map(record => String(record.received)));
}

test('statements, prepared statements, errors, COPY both ways and notifications pass byte for byte', async ({ taps: t }) => {
  const client = new pg.Client(t.url);
  await client.connect();
  const notes: string[] = [];
  client.on('notification', note => notes.push(note.payload ?? ''));
  await client.query('create table t (id int primary key, v text); listen news');
  const rows = Array.from({ length: 300 }, (_, index) => Buffer.from(`${index}\t${'v'.repeat(index * 20)}\n`));
  await Copy.run(client, 'copy t from stdin', rows);
  const out = await Copy.run(client, 'copy (select * from t order by id) to stdout');
  expect(Buffer.concat(out.rows).equals(Buffer.concat(rows))).toBe(true);
  for (let index = 0; index < 20; index++) await client.query({ name: 'one', text: 'select v from t where id = $1', values: [index] });
  await expect(client.query('insert into t values (1)')).rejects.toThrow('duplicate key');
  const { rows: large } = await client.query<{ v: string }>(`select repeat('x', 3000000) v`);
  expect(large[0]?.v).toHaveLength(3_000_000);
  await client.query(`select count(*) from t where v = $1`, ['y'.repeat(3_000_000)]);
  await client.query(`notify news, 'extra'`);
  await until('the notification', async () => notes.length === 1);
  await client.end();
  await until('both taps to see the end', async () => t.before.open === 0 && t.behind.open === 0);
  expectSameBytes(t);
  expect(t.before.seen[0]?.received.bytes).toBeGreaterThan(3_000_000);
});

test('a pipeline with an error in the middle passes byte for byte, held or not', async ({ taps: t, wire, database, db }) => {
  await db.query('create table t (id int primary key)');
  const insert = (id: number): Buffer[] => [send.parse('', 'insert into t values ($1)'), send.bind('', '', [String(id)]), send.execute('')];
  const pipeline = [...insert(1), send.sync(), ...insert(1), ...insert(2), send.sync(), ...insert(3), send.sync(), send.query('select count(*) from t')];

  const direct = await Raw.login(database);
  direct.send(...pipeline);
  await direct.answered(5);
  await db.query('truncate t');

  const held: Batch[] = [];
  wire.listener = { arrived: batch => { held.push(batch); } };
  const raw = await Raw.login(t.url);
  raw.send(...pipeline);
  for (let count = 1; count <= 4; count++) (await arrives(held, count)).release();
  await raw.answered(5);
  expect(raw.types.replace(/^.*?Z/, '')).toBe(direct.types.replace(/^.*?Z/, ''));
  expect(held.map(batch => batch.statements.length)).toEqual([1, 2, 1, 1]);
  raw.send(send.terminate());
  direct.send(send.terminate());
  await raw.closed();
  expectSameBytes(t);
});

test('a held batch does not reach the store, one released does, and the transaction is known', async ({ wire, database, held, db }) => {
  await db.query('create table t (id int)');
  const client = new pg.Client(wire.url(database));
  await client.connect();
  const work = (async () => {
    await client.query('begin');
    await client.query('insert into t values ($1)', [7]);
    await client.query('commit');
  })();
  const begin = await arrives(held, 1);
  expect(begin.link.transaction).toBe('idle');
  begin.release();
  const insert = await arrives(held, 2);
  expect(insert.link).toMatchObject({ transaction: 'open', store: 'postgres', busy: false });
  expect(insert.statements).toEqual([{ text: 'insert into t values ($1)', parameters: ['7'] }]);
  const { rows: [activity] } = await db.query<{ query: string }>('select query from pg_stat_activity where pid = $1', [insert.link.pid]);
  expect(activity?.query).toBe('begin');
  insert.release();
  insert.release();
  const commit = await arrives(held, 3);
  expect((await db.query('select 1 from t')).rowCount).toBe(0);
  commit.release();
  await work;
  expect((await db.query('select 1 from t')).rowCount).toBe(1);
  expect(held.answered).toHaveLength(4);
  await client.end();
});

test('a cancellation reaches the statement it was meant for, even one that was held when it was asked for', async ({ wire, database, held }) => {
  const client = new pg.Client(wire.url(database));
  await client.connect();
  const slow = client.query('select pg_sleep(30)').then(() => 'finished', (error: Error) => error.message);
  const batch = await arrives(held, 1);
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
  const cancel = await Raw.connect(wire.port);
  const message = Buffer.alloc(16);
  for (const [index, value] of [16, 80877102, processID, secretKey].entries()) message.writeInt32BE(value, index * 4);
  cancel.send(message);
  await until('the statement to be cancelled', async () => {
    batch.release();
    return Promise.race([slow.then(() => true as const), new Promise<false>(resolve => setImmediate(resolve, false))]);
  });
  expect(await slow).toBe('canceling statement due to user request');
  await cancel.closed();
  await client.end();
});

test('answers can be held back while the store goes on', async ({ wire, database, held, db }) => {
  await db.query('create table t (id int)');
  const client = new pg.Client(wire.url(database));
  await client.connect();
  let answered = false;
  const insert = client.query('insert into t values (1)').then(() => { answered = true; });
  const batch = await arrives(held, 1);
  batch.link.holdAnswers();
  batch.release();
  await until('the row to be there', async () => (await db.query('select 1 from t')).rowCount === 1);
  await until('the answer to be in the proxy', async () => !batch.link.busy);
  expect(answered).toBe(false);
  batch.link.passAnswers();
  await insert;
  await client.end();
});

test('TLS is declined, and a client that insists gets a sentence', async ({ wire, database }) => {
  const polite = await Raw.connect(wire.port);
  polite.send(send.request(80877103));
  await until('the answer', async () => polite.received.toString() === 'N', { everyMs: 1 });
  polite.send(send.request(80877104));
  await until('the second answer', async () => polite.received.toString() === 'NN', { everyMs: 1 });
  polite.socket.end();
  await polite.closed();
  expect(wire.refusals.at(-1)).toContain('sslmode=disable');

  const insisting = new pg.Client({ connectionString: wire.url(database), ssl: { rejectUnauthorized: false } });
  await expect(insisting.connect()).rejects.toThrow('does not support SSL');

  const direct = await Raw.connect(wire.port);
  direct.send(Buffer.from([0x16, 3, 1, 0, 200]));
  await direct.closed();
  expect(direct.received.toString()).toContain('the proxy does not speak TLS: add sslmode=disable');
});

test('connections that break off are broken off on the other side, and nothing is left behind', async ({ wire, database, db, held }) => {
  const raw = await Raw.login(wire.url(database));
  raw.send(send.query('select 1'));
  const batch = await arrives(held, 1);
  raw.socket.destroy();
  batch.release();
  await until('the link to be forgotten', async () => wire.links.size === 0);

  const client = new pg.Client(wire.url(database));
  const lost = new Promise<Error>(resolve => client.on('error', resolve));
  await client.connect();
  await db.query('select pg_terminate_backend($1)', [[...wire.links][0]?.pid]);
  expect((await lost).message).toContain('terminating connection');
  await until('the link to be forgotten', async () => wire.links.size === 0);
});

test('garbage from an application closes its connection cleanly and no other', async ({ wire, database }) => {
  const healthy = new pg.Client(wire.url(database));
  await healthy.connect();
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const random = new Random(seed);
    const early = await Raw.connect(wire.port);
    early.send(Buffer.concat([Buffer.from([0, 0, 0, 3]), random.bytes(60)]));
    await early.closed();
    const late = await Raw.login(wire.url(database));
    late.send(send.query('select 1'));
    await late.answered(2);
    late.send(Buffer.concat([Buffer.from([200 + random.below(50)]), random.bytes(100)]));
    await late.closed();
    expect(late.received.toString()).toContain('expected a message of the Postgres protocol');
  }
  expect((await healthy.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await healthy.end();
});

test('a client that does not read makes the store wait, not the proxy grow', async ({ wire, database, taps: t }) => {
  const raw = await Raw.login(t.url);
  raw.socket.pause();
  raw.send(send.query(`select repeat('x', 1000000) from generate_series(1, 300)`));
  const behind = t.behind.seen[0];
  if (!behind) throw new Error('expected the connection to be seen behind the proxy');
  let last = -1;
  await until('the flow to stand still', async () => {
    const still = behind.received.bytes > 1_000_000 && behind.received.bytes === last;
    last = behind.received.bytes;
    return still;
  }, { everyMs: 150 });
  expect(last).toBeLessThan(60_000_000);
  const other = new pg.Client(wire.url(database));
  await other.connect();
  await other.query('select 1');
  await other.end();
  raw.socket.destroy();
});
