import { until } from '../../fixtures/index.js';
import { counted, countedAt, redisNow, settingsOf, told, type Limits } from './limits.js';
import { expect, test } from './tenancy.fixture.js';

// So few fill the window long before its first is out of it, however slow the machine is.
const LIMITS: Limits = { user: 5, tenant: 0, windowMs: 6000 };

test.use({ deployment: { instances: 3, workers: 0, settings: settingsOf(LIMITS) } });

test('T-04f who waits for as long as Retry-After says passes, and not sooner', async ({ users, idOf, desk, volley, stores, tenantId }) => {
  const [ann] = await users(1);
  const whose = `user:${await idOf(ann)}`;
  const outcome = await volley(Array.from({ length: LIMITS.user + 2 }, () => ann), counted, { label: 'until it is full' });
  expect(outcome).toHaveStatuses({ 200: LIMITS.user, 429: 2 });

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
