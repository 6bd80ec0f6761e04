import { Redis } from 'ioredis';
import { Gates } from '../../../fixtures/contention/gate/gates.js';
import { expect, plain, test } from '../wire/redis.fixture.js';

test('a counter read and written back loses an update every time at a Redis gate; other keys pass', async ({ redisWire, redis, redisUrl }) => {
  const gates = new Gates({ redisProxy: redisWire });
  const clients = [new Redis(redisWire.url(redisUrl), plain), new Redis(redisWire.url(redisUrl), plain)];
  await Promise.all(clients.map(client => client.ping()));
  const increment = async (client: Redis): Promise<void> => {
    await client.set('other', 'x');
    await client.set('n', String(Number(await client.get('n')) + 1));
  };
  for (let round = 0; round < 10; round++) {
    await redis.set('n', '0');
    const { hold } = await gates.redis('n').during(() => Promise.all(clients.map(increment)));
    expect(await redis.get('n')).toBe('1');
    expect(hold).toMatchObject({ gate: 'Redis writes of n', opened: 'as many as wanted waited', waiters: [{ doing: 'set n 1', waitsFor: ['the gate'] }, { doing: 'set n 1' }] });
  }
  for (const client of clients) client.disconnect();
});

test('operations on one shared connection cannot meet, and the reason is told', async ({ redisWire, redisUrl }) => {
  const gates = new Gates({ redisProxy: redisWire });
  const shared = new Redis(redisWire.url(redisUrl), plain);
  await shared.ping();
  await expect(gates.redis().during(() => Promise.all([shared.set('a', '1'), shared.set('b', '1')]), { withinMs: 200 })).rejects.toThrow(/inconclusive: only one operation waited .*; all operations share one connection/);
  shared.disconnect();
});
