import { Redis } from 'ioredis';
import { explore } from '../../../fixtures/contention/explore/explore.js';
import { mustHold, report } from '../../../fixtures/contention/explore/exploration.js';
import { ProtocolError } from '../../../fixtures/wire/connection.js';
import type { Batch } from '../../../fixtures/wire/link.js';
import { CommandReader } from '../../../fixtures/wire/redis/commands.js';
import { RedisProxy } from '../../../fixtures/wire/redis/proxy.js';
import { ReplyCounter } from '../../../fixtures/wire/redis/replies.js';
import { until } from '../../../fixtures/until.js';
import { Random } from './random.js';
import { expect, plain, test } from './redis.fixture.js';
import { Tap } from './tap.js';

const encoded = (...words: (string | Buffer)[]): Buffer => Buffer.concat([
  Buffer.from(`*${words.length}\r\n`), ...words.flatMap(word => [Buffer.from(`$${Buffer.byteLength(word)}\r\n`), Buffer.from(word), Buffer.from('\r\n')]),
]);

function read(chunks: Buffer[]): { words: string[][]; bytes: Buffer } {
  const reader = new CommandReader();
  const commands = chunks.flatMap(chunk => [...reader.push(chunk)]);
  return { words: commands.map(command => [...command.words]), bytes: Buffer.concat([...commands.map(command => command.bytes), reader.rest()]) };
}

for (const seed of [1, 2, 3]) {
  test(`commands are cut alike however they are split, and garbage is an error with a sentence (seed ${seed})`, () => {
    const random = new Random(seed);
    for (let round = 0; round < 50; round++) {
      const stream = Buffer.concat(Array.from({ length: 1 + random.below(20) }, () => random.pick([
        () => encoded('SET', 'k', random.bytes(random.below(300))), () => Buffer.from('PING\r\n'), () => encoded('GET', 'é'), () => Buffer.from('\r\n'),
      ])()));
      const whole = read([stream]);
      const split = read(random.split(stream, random.pick([1, 7, 100])));
      expect(whole.bytes.equals(stream) && split.bytes.equals(stream)).toBe(true);
      expect(split.words).toEqual(whole.words);
      const broken = Buffer.from(stream);
      for (let hit = 0; hit < 5; hit++) broken[random.below(broken.length)] = random.below(256);
      try {
        expect(read(random.split(broken)).bytes.equals(broken)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
      }
    }
  });

  test(`replies are counted alike however they are split (seed ${seed})`, () => {
    const random = new Random(seed);
    const replies = ['+OK\r\n', ':12\r\n', '$-1\r\n', '$5\r\nab\r\nc\r\n', '*-1\r\n', '*0\r\n', '*2\r\n$1\r\na\r\n*1\r\n:1\r\n', '%1\r\n+k\r\n~2\r\n:1\r\n:2\r\n', '_\r\n', '|1\r\n+a\r\n+b\r\n+OK\r\n', '=7\r\ntxt:a\nb\r\n', '-ERR no\r\n'];
    for (let round = 0; round < 50; round++) {
      const picked = Array.from({ length: random.below(30) }, () => random.pick(replies));
      const stream = Buffer.from(picked.map(reply => reply + (random.next() < 0.2 ? '>2\r\n+message\r\n+hello\r\n' : '')).join(''));
      const counter = new ReplyCounter();
      expect(random.split(stream, random.pick([1, 5, 60])).reduce((sum, chunk) => sum + counter.count(chunk), 0)).toBe(picked.length);
    }
  });
}

test('commands, pipelines, transactions, scripts, blocking commands and subscriptions pass byte for byte', async ({ redisUrl, redis }) => {
  const behind = await Tap.start(Number(new URL(redisUrl).port));
  const wire = await RedisProxy.start(`redis://127.0.0.1:${behind.port}`);
  const before = await Tap.start(wire.port);
  const held: string[] = [];
  wire.listener = { arrived: batch => { held.push(batch.statements.map(statement => statement.text).join()); batch.release(); } };
  const client = new Redis(`redis://127.0.0.1:${before.port}`, plain);
  const subscriber = new Redis(`redis://127.0.0.1:${before.port}`, plain);
  const heard: string[] = [];
  subscriber.on('message', (_channel, message) => heard.push(message));
  await subscriber.subscribe('news');
  await client.set('big', 'x'.repeat(2_000_000));
  expect(await client.get('big')).toHaveLength(2_000_000);
  expect(await client.pipeline().incr('n').incr('n').get('n').exec()).toEqual([[null, 1], [null, 2], [null, '2']]);
  expect(await client.multi().incr('n').incr('n').exec()).toEqual([[null, 3], [null, 4]]);
  expect(await client.eval('return redis.call("get", KEYS[1])', 1, 'n')).toBe('4');
  const popped = client.blpop('list', 5);
  await redis.rpush('list', 'a');
  expect(await popped).toEqual(['list', 'a']);
  await redis.publish('news', 'extra');
  await until('the message', async () => heard.length === 1);
  expect(held.map(text => text.split(' ').slice(0, 2).join(' '))).toEqual(['set big', 'get big', 'incr n', 'incr n', 'get n', 'EXEC (incr', 'eval return']);
  expect([...wire.links].every(link => !link.busy)).toBe(true);
  client.disconnect();
  subscriber.disconnect();
  await until('the links to be forgotten', async () => wire.links.size === 0 && behind.open === 0);
  expect(behind.seen.map(record => String(record.sent)).sort()).toEqual(before.seen.map(record => String(record.sent)).sort());
  expect(behind.seen.map(record => String(record.received)).sort()).toEqual(before.seen.map(record => String(record.received)).sort());
  await before.close();
  await wire.close();
  await behind.close();
});

test('a held command reaches Redis only when released', async ({ redisWire, redis, redisUrl }) => {
  const held: Batch[] = [];
  redisWire.listener = { arrived: batch => { held.push(batch); } };
  const client = new Redis(redisWire.url(redisUrl), plain);
  const set = client.set('k', 'v');
  await until('the command to arrive', async () => held.length === 1);
  expect(await redis.get('k')).toBeNull();
  held[0]?.release();
  await set;
  expect(await redis.get('k')).toBe('v');
  client.disconnect();
});

test.describe('explored', () => {
  test('a counter read and written back loses updates, INCR does not', async ({ redisWire, redis, redisUrl }) => {
    const clients = [new Redis(redisWire.url(redisUrl), plain), new Redis(redisWire.url(redisUrl), plain)];
    await Promise.all(clients.map(client => client.ping()));
    const careless = (client: Redis | undefined) => async (): Promise<void> => { await client?.set('n', String(Number(await client.get('n')) + 1)); };
    const story = (act: (client: Redis | undefined) => () => Promise<unknown>): Parameters<typeof explore>[0] => ({
      proxies: [redisWire], given: () => redis.set('n', '0'), when: { ann: act(clients[0]), ben: act(clients[1]) },
      then: async () => { const n = await redis.get('n'); return n === '2' ? [] : [{ n }]; },
    });
    const lost = await explore(story(careless));
    expect(lost.counterexample, report(lost)).toMatchObject({ kind: 'race', reason: '{"n":"1"}' });
    expect(lost.counterexample?.steps).toEqual(['ann: start', 'ben: start', 'ann: get n', 'ben: get n', 'ben: set n 1', 'ann: set n 1']);
    mustHold(await explore(story(client => async () => client?.incr('n'))));
    for (const client of clients) client.disconnect();
  });

  test('a lock released without asking whose it is', async ({ redisWire, redis, redisUrl }) => {
    const clients = [new Redis(redisWire.url(redisUrl), plain), new Redis(redisWire.url(redisUrl), plain)];
    await Promise.all(clients.map(client => client.ping()));
    const deleteOwn = 'if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) else return 0 end';
    const story = (checksOwner: boolean): Parameters<typeof explore>[0] => ({
      proxies: [redisWire], given: () => redis.flushall(),
      when: {
        ann: async () => {
          if ((await clients[0]?.set('lock', 'ann', 'NX')) !== 'OK') return 'refused';
          await redis.eval(deleteOwn, 1, 'lock', 'ann'); // her lease runs out while she works
          await (checksOwner ? clients[0]?.eval(deleteOwn, 1, 'lock', 'ann') : clients[0]?.del('lock'));
          return 'done';
        },
        ben: async () => ((await clients[1]?.set('lock', 'ben', 'NX')) === 'OK' ? 'locked' : 'refused'),
      },
      then: async told => (told['ben'] === 'locked' && (await redis.get('lock')) !== 'ben' ? ['ben was given the lock, and Redis does not have it'] : []),
      exhaustive: true,
    });
    const broken = await explore(story(false));
    expect(broken.counterexample, report(broken)).toMatchObject({ kind: 'race', steps: ['ann: start', 'ben: start', 'ann: set lock ann NX', 'ben: set lock ben NX', 'ann: del lock'] });
    mustHold(await explore(story(true)));
    for (const client of clients) client.disconnect();
  });

  test('operations that share a connection are told that some orders are not possible', async ({ redisWire, redis, redisUrl }) => {
    const shared = new Redis(redisWire.url(redisUrl), plain);
    await shared.ping();
    const act = async (): Promise<void> => { await shared.set('n', String(Number(await shared.get('n')) + 1)); };
    const exploration = await explore({ proxies: [redisWire], given: () => redis.set('n', '0'), when: { ann: act, ben: act }, then: () => [] });
    expect(exploration.notes.join()).toContain('on a redis connection that both share');
    shared.disconnect();
  });
});
