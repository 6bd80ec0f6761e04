import { until } from '../../fixtures/index.js';
import { counted, redisNow, settingsOf, tooMany, withinLimits, type Limits } from './limits.js';
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
