import { expect, test } from '@playwright/test';
import { race } from '../../../fixtures/contention/race.js';
import { plain } from '../../../fixtures/report/plain.js';
import { HttpClient } from '../../../fixtures/users/http-client.js';
import { gathering, serve } from '../http-server.js';

const people = (url: string, n: number) => Array.from({ length: n }, (_, i) => {
  const api = new HttpClient(url);
  return { name: `user-${i}`, api, warm: () => api.warm() };
});

test('all users are in flight together', async () => {
  await using server = await serve(gathering(5, [201, 409]));
  const outcome = await race(people(server.url, 5), (user) => user.api.post('/things', { json: {} }), { minOverlap: 5 });
  expect(outcome.overlap).toBe(5);
  expect(outcome.statuses).toEqual({ 201: 3, 409: 2 });
  expect(outcome.instances).toEqual(['api-1', 'api-2']);
  expect(outcome.operations[0]?.exchanges[0]).toMatchObject({ method: 'POST', path: '/things', status: 201, excerpt: '{"accessToken":"***","ok":true}' });
});

test('users that a test lets in one after the other make the race inconclusive', async () => {
  await using server = await serve(gathering(1));
  let turn: Promise<unknown> = Promise.resolve();
  // Each waits for the one before it, as behind a lock in the test's own code.
  const outcome = race(people(server.url, 3), (user) => { const mine = turn.then(() => user.api.get('/')); turn = mine; return mine; }, { label: 'in turn' });
  await expect(outcome).rejects.toThrow(/^inconclusive: in turn: at most 1 of 3 operations were in flight together/);
});

test('operations without requests are measured as they are', async () => {
  expect((await race([{ name: 'ann' }, { name: 'bob' }], () => new Promise((turn) => setImmediate(turn)))).overlap).toBe(2);
});

test('an answer that never comes is unknown, not refused', async () => {
  await using server = await serve((request, response) => { if (request.method === 'HEAD') response.end(); else request.socket.destroy(); });
  const outcome = await race(people(server.url, 2), (user) => user.api.post('/things'));
  expect(outcome.unknown).toHaveLength(2);
  expect(() => outcome.values).toThrow(/POST \/things: no answer .* whether it took effect is unknown/);
});

test('an expectation that fails inside an action fails the race, whether or not its values are read', async () => {
  await using server = await serve(gathering(2, [201, 409]));
  const outcome = race(people(server.url, 2), async (user) => { expect((await user.api.post('/things')).status).toBe(201); });
  const told = await outcome.then(() => 'nothing', (error: unknown) => plain(String(error)));
  expect(told).toMatch(/Expected: 201\s+Received: 409/);
});

test('a gateway time-out is unknown too', async () => {
  await using server = await serve(gathering(2, [504]));
  expect((await race(people(server.url, 2), (user) => user.api.get('/'))).unknown).toHaveLength(2);
});

for (const [what, run, message] of [
  ['one user', () => race([{ name: 'ann' }], async () => undefined), /a race needs at least two users, got 1/],
  ['no rounds', () => race([{ name: 'ann' }, { name: 'bob' }], async () => undefined, { rounds: 0 }), /rounds must be a whole number of at least 1, got 0/],
] as const) {
  test(`${what} is refused`, async () => { await expect(run()).rejects.toThrow(message); });
}
