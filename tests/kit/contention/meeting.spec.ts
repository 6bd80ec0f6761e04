import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { expect } from '@playwright/test';
import type { Redis } from 'ioredis';
import { Meeting } from '../../../fixtures/contention/meeting.js';
import { plain } from '../../../fixtures/report/plain.js';
import { test as base } from '../../../fixtures/stack/deployment.fixture.js';

/** Three roles in one process: the meeting cannot tell, since it all goes through Redis. */
const test = base.extend<{ ownLine: () => { redis: Redis; subscriber: Redis }; join: (role: string, roles?: string[], assemblyMs?: number, redis?: Redis) => Promise<Meeting> }>({
  /** A role's own connections, the second of which it listens on. */
  ownLine: async ({ coordination }, use) => {
    const lines: Redis[] = [];
    await use(() => {
      const [redis, subscriber] = [coordination().duplicate(), coordination().duplicate()];
      redis.duplicate = () => subscriber;
      lines.push(redis, subscriber);
      return { redis, subscriber };
    });
    for (const line of lines) line.disconnect();
  },
  join: async ({ coordination, ownLine: _closedAfterwards }, use) => {
    const key = `contend:meeting:test:${randomUUID()}`;
    const joined: Promise<Meeting>[] = [];
    await use((role, roles = ['ann', 'bob', 'cat'], assemblyMs = 5000, redis = coordination()) => {
      const meeting = Meeting.join(redis, key, roles, role, assemblyMs);
      joined.push(meeting);
      return meeting;
    });
    for (const meeting of joined) await meeting.then((m) => m.leave(), () => undefined);
  },
});

test('everybody waits for everybody', async ({ join }) => {
  const [ann, bob, cat] = await Promise.all([join('ann'), join('bob'), join('cat')]);
  const passed: string[] = [];
  const walk = (meeting: Meeting) => meeting.rendezvous('start').then(() => passed.push(meeting.role));
  const walks = [walk(ann), walk(bob)];
  // A value that only cat can make, asked for by ann and bob after they stand at the rendezvous, shows that they still stand there.
  expect(await Promise.all([ann, bob, cat].map((m) => m.gather('who has passed', [...passed])))).toEqual(Array(3).fill({ ann: [], bob: [], cat: [] }));
  await Promise.all([...walks, walk(cat)]);
  expect(passed.sort()).toEqual(['ann', 'bob', 'cat']);
});

test('one makes, all get', async ({ join }) => {
  const meetings = await Promise.all([join('ann'), join('bob'), join('cat')]);
  let made = 0;
  const got = await Promise.all(meetings.map((m) => m.agree('event', () => ({ id: ++made }))));
  expect(got).toEqual(Array(3).fill({ id: 1 }));
});

test('who does not come is named', async ({ join }) => {
  const late = await Promise.allSettled([join('ann', undefined, 300), join('bob', undefined, 300)]);
  for (const { reason } of late as PromiseRejectedResult[]) {
    expect(String(reason)).toMatch(/\(assembly\): cat did not come within 300 ms, ann, bob did; all 3 roles must run at once: start them with at least 3 workers|role '(ann|bob)' failed/);
  }
});

test('who fails is named, and the others stop at once', async ({ join }) => {
  const [ann, bob, cat] = await Promise.all([join('ann'), join('bob'), join('cat')]);
  const waiting = Promise.allSettled([ann.rendezvous('start'), cat.agree('event', () => bob.leave(new Error('upload was answered 500')).then(() => ann.rendezvous('never')))]);
  const [first] = await waiting;
  expect(first).toMatchObject({ status: 'rejected', reason: { message: `role 'bob' failed, so 'ann' stops: upload was answered 500` } });
});

test('who leaves early is named', async ({ join }) => {
  const [ann, bob, cat] = await Promise.all([join('ann'), join('bob'), join('cat')]);
  await cat.leave();
  const waits = await Promise.allSettled([ann.rendezvous('start'), bob.rendezvous('start')]);
  for (const wait of waits as PromiseRejectedResult[]) expect(String(wait.reason)).toContain("rendezvous 'start': role 'cat' has finished without coming here");
});

test('who dies is named', async ({ join, ownLine }) => {
  const { redis, subscriber } = ownLine();
  const [ann] = await Promise.all([join('ann', ['ann', 'bob']), join('bob', ['ann', 'bob'], 5000, redis)]);
  const waiting = expect(ann.rendezvous('end')).rejects.toThrow("rendezvous 'end': role 'bob' has died");
  // As the kernel does with the connections of a process that ends.
  subscriber.disconnect();
  await waiting;
});

test('whose connection is lost and comes again is not taken for dead', async ({ join, ownLine }) => {
  const { redis, subscriber } = ownLine();
  const [ann, bob] = await Promise.all([join('ann', ['ann', 'bob']), join('bob', ['ann', 'bob'], 5000, redis)]);
  const lost = once(subscriber, 'close');
  subscriber.disconnect(true);
  await lost;
  await Promise.all([ann.rendezvous('end'), once(subscriber, 'ready').then(() => bob.rendezvous('end'))]);
});

test('who comes last and leaves at once is not taken for one who never came', async ({ join, coordination }) => {
  const redis = coordination();
  const [ann, bob] = await Promise.all([join('ann', ['ann', 'bob'], 5000, redis), join('bob', ['ann', 'bob'])]);
  // Ann is slow: between what she has read and what she makes of it, bob comes and goes.
  const read = redis.hgetall.bind(redis);
  let looks = 0;
  redis.hgetall = async (key: string) => {
    const came = await read(key);
    if (++looks === 1) {
      await bob.rendezvous('end');
      await bob.leave();
    }
    return came;
  };
  await ann.rendezvous('end');
  expect(looks, 'ann has looked again').toBeGreaterThan(1);
});

test('a name can be used once', async ({ join }) => {
  const [ann] = await Promise.all([join('ann', ['ann', 'bob']), join('bob', ['ann', 'bob'])]);
  const first = ann.rendezvous('start', { deadlineMs: 200 }).catch(() => undefined);
  await expect(ann.rendezvous('start')).rejects.toThrow(`rendezvous 'start': role 'ann' has been here before; a name can be used once, give each point a name of its own`);
  await first;
});

test('together measures a race across roles', async ({ join }) => {
  const roles = ['ann', 'bob', 'cat'];
  const meetings = await Promise.all(roles.map((role) => join(role)));
  const outcomes = await Promise.all(meetings.map((m) => m.together('work', () => new Promise<string>((done) => setImmediate(() => setImmediate(done, m.role))))));
  for (const outcome of outcomes) {
    expect(outcome.operations.map(({ user }) => user)).toEqual(roles);
    expect(outcome.values).toEqual(roles);
  }
});

test('an expectation that fails in one role fails that role, and stops the others with its name', async ({ join }) => {
  const [ann, bob] = await Promise.all([join('ann', ['ann', 'bob']), join('bob', ['ann', 'bob'])]);
  const [first, second] = await Promise.allSettled([
    ann.together('act', async () => { await Promise.resolve(); expect(1).toBe(2); }).catch(async (error: unknown) => { await ann.leave(error); throw error; }),
    bob.together('act', () => Promise.resolve()),
  ]);
  expect(plain(String((first as PromiseRejectedResult).reason))).toContain('Expected: 2');
  expect(plain(String((second as PromiseRejectedResult).reason))).toMatch(/role 'ann' failed, so 'bob' stops: .*Expected: 2/s);
});
