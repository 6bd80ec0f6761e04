import { until } from '../../fixtures/index.js';
import { counted, countedAt, redisNow, settingsOf, told, tooMany, withinLimits, type Limits } from './limits.js';
import { expect, test } from './tenancy.fixture.js';

const LIMITS: Limits = { user: 60, tenant: 0, windowMs: 3000 };

test.use({ deployment: { instances: 3, workers: 0, settings: settingsOf(LIMITS) } });

test('T-04e around the edge of a window no more pass than in it', async ({ users, desk, volley, stores, tenantId, everythingHolds }) => {
  const [ann] = await users(1);
  const crowd = (n: number) => Array.from({ length: n }, () => ann);
  const at = (what: string, ms: number) => until(what, async () => (await redisNow(stores)) >= ms, { everyMs: 5 });

  // A window, by the clock as by its first request, begins now; it is filled when it is nearly over, and when it is over as many come again.
  const edge = (Math.floor((await redisNow(stores)) / LIMITS.windowMs) + 1) * LIMITS.windowMs;
  await at('a window of the clock to begin', edge);
  expect((await desk(ann).plans()).status).toBe(200);
  await at('it to be nearly over', edge + LIMITS.windowMs - 1000);
  const late = await volley(crowd(LIMITS.user - 1), counted, { label: 'before the edge' });
  await at('the next to have begun', edge + LIMITS.windowMs + 100);
  const early = await volley(crowd(LIMITS.user), counted, { label: 'after the edge' });

  expect(late).toHaveStatuses({ 200: LIMITS.user - 1 });
  expect(tooMany([late, early], { limit: LIMITS.user, windowMs: LIMITS.windowMs }), 'more passed within one window than its limit').toEqual([]);
  expect(early.acknowledged.length, 'room there is again').toBeGreaterThan(0);
  await everythingHolds({ also: [withinLimits(tenantId, LIMITS)] });
});

test('T-04f who waits for as long as Retry-After says passes, and not sooner', async ({ users, idOf, desk, volley, stores, tenantId }) => {
  const [ann] = await users(1);
  const whose = `user:${await idOf(ann)}`;
  const outcome = await volley(Array.from({ length: LIMITS.user + 20 }, () => ann), counted, { label: 'until it is full' });
  expect(outcome).toHaveStatuses({ 200: LIMITS.user, 429: 20 });

  const [oldest] = await countedAt(stores, tenantId, whose);
  const freeAt = oldest! + LIMITS.windowMs;
  const asked = await redisNow(stores);
  const refused = await desk(ann).plans();
  const heard = await redisNow(stores);
  expect(refused.status, 'still full').toBe(429);
  const { retryAfter } = told(refused);
  expect(retryAfter, 'the time that is left, rounded up').toBeGreaterThanOrEqual(Math.ceil((freeAt - heard) / 1000));
  expect(retryAfter).toBeLessThanOrEqual(Math.ceil((freeAt - asked) / 1000));

  await until('nearly all of it to have gone by', async () => (await redisNow(stores)) >= freeAt - 300, { everyMs: 5 });
  const tooEarly = await desk(ann).plans();
  // Only if it was counted before the place became free does its answer say anything.
  if ((await redisNow(stores)) < freeAt) expect(tooEarly.status).toBe(429);
  await until('Retry-After to have gone by', async () => (await redisNow(stores)) >= heard + retryAfter! * 1000, { everyMs: 5 });
  expect((await desk(ann).plans()).status, 'sent then, it passes').toBe(200);
});
