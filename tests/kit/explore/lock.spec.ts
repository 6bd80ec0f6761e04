import { mergeTests } from '@playwright/test';
import { Redis } from 'ioredis';
import pg from 'pg';
import { explore } from '../../../fixtures/contention/explore/explore.js';
import { type Exploration, mustHold, report } from '../../../fixtures/contention/explore/exploration.js';
import { PostgresProxy } from '../../../fixtures/wire/postgres/proxy.js';
import { plain, test as withRedis } from '../wire/redis.fixture.js';
import { type Buyer, expire, holderOf, take, underLock, type Way } from './example-app/locks.js';
import { expect, test as withPostgres } from './postgres.fixture.js';

/**
 * Time is no statement, so no schedule makes a lease run out by itself. It is made an operation: `clock` ends Ann's lease, once, at any
 * point between her commands.
 */
const test = mergeTests(withPostgres, withRedis).extend<{ walk: (way: Way, ben: 'keeps it' | 'gives it back') => Promise<Exploration> }>({
  walk: async ({ database, db, redis, redisUrl, redisWire }, use) => {
    await db.query('create table ledger (writer text, token int); insert into ledger values (null, 0)');
    const wire = await PostgresProxy.start(database);
    const buyer = async (name: string): Promise<Buyer> => {
      const postgres = new pg.Client(wire.url(database));
      await postgres.connect();
      const connection = new Redis(redisWire.url(redisUrl), plain);
      await connection.ping();
      return { name, redis: connection, postgres };
    };
    const [ann, ben, clock] = [await buyer('ann'), await buyer('ben'), await buyer('clock')];
    await use((way, ends) => explore({
      seconds: 500, proxies: [wire, redisWire], postgres: database,
      given: async () => {
        await redis.flushall();
        await db.query('update ledger set writer = null, token = 0');
      },
      when: {
        ann: () => underLock(ann, way),
        ben: () => (ends === 'keeps it' ? take(ben) : underLock(ben, way)),
        clock: () => expire(clock.redis, 'ann'),
      },
      then: async told => {
        if (told.ben === true) expect(await holderOf(redis), 'the newer holder keeps the lock').toBe('ben');
        const { rows: [row] } = await db.query<{ token: number }>('select token from ledger');
        if (way.write !== 'nothing') expect(row?.token, 'the newest holder wrote last').toBe(Number(await redis.get('lock:ledger:token')));
      },
    }));
    for (const { postgres, redis: connection } of [ann, ben, clock]) {
      connection.disconnect();
      await postgres.end();
    }
    await wire.close();
  },
});

for (const release of ['delete', 'lookThenDelete'] as const) {
  test(`a lock released by "${release}" is taken from its next holder`, async ({ walk }) => {
    const found = await walk({ release, write: 'nothing' }, 'keeps it');
    expect(found.counterexample, report(found)).toMatchObject({ kind: 'race', reason: expect.stringContaining('the newer holder keeps the lock') });
    const steps = found.counterexample?.steps ?? [];
    expect(steps.findIndex(step => step.startsWith('ben: set lock:ledger'))).toBeLessThan(steps.indexOf('ann: del lock:ledger'));
  });
}

test('a lock released by who owns it, and only then, is kept by its next holder', async ({ walk }) => {
  mustHold(await walk({ release: 'deleteIfMine', write: 'nothing' }, 'keeps it'));
});

test('whose lease has run out overwrites the newer holder, though the lock itself is right', async ({ walk }) => {
  const found = await walk({ release: 'deleteIfMine', write: 'unfenced' }, 'gives it back');
  expect(found.counterexample, report(found)).toMatchObject({ kind: 'race', reason: expect.stringContaining('the newest holder wrote last') });
  const steps = found.counterexample?.steps ?? [];
  expect(steps.indexOf('ben: update ledger')).toBeLessThan(steps.indexOf('ann: update ledger'));
});

test('a fencing token keeps it out', async ({ walk }) => {
  mustHold(await walk({ release: 'deleteIfMine', write: 'fenced' }, 'gives it back'));
});
