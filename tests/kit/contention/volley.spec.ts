import { expect, test } from '@playwright/test';
import { HeldConnection } from '../../../fixtures/contention/held-connection.js';
import { measureVolley, volley } from '../../../fixtures/contention/volley.js';
import { HttpClient } from '../../../fixtures/users/http-client.js';
import { until } from '../../../fixtures/until.js';
import { gathering, listen, serve } from '../http-server.js';

const people = (url: string, n: number) => Array.from({ length: n }, (_, i) => ({ name: `user-${i}`, api: new HttpClient(url) }));

test('a held connection sends all but the last byte, and that when it is released', async () => {
  let received = '';
  await using server = await listen((chunk) => { received += chunk; });
  const connection = await HeldConnection.open(new URL(server.url));
  connection.write('POST / HTTP/1.1\r\n');
  connection.write('\r\nabc');
  await until('all but the last byte to arrive', () => received === 'POST / HTTP/1.1\r\n\r\nab');
  connection.release();
  await until('the last byte to arrive', () => received === 'POST / HTTP/1.1\r\n\r\nabc');
  connection.destroy();
});

test('requests of a volley are in flight together', async () => {
  await using server = await serve(gathering(20));
  const outcome = await volley(people(server.url, 20), () => ({ method: 'POST', path: '/tickets', json: { event: 1 } }), { minOverlap: 20 });
  expect(outcome.overlap).toBe(20);
});

test('a request without a body is held back too', async () => {
  await using server = await serve(gathering(10));
  const outcome = await volley(people(server.url, 10), () => ({ method: 'GET', path: '/tickets' }), { minOverlap: 10 });
  expect(outcome.statuses).toEqual({ 200: 10 });
});

test('requests carry the user\'s token, cookies and form', async () => {
  const seen: { authorization?: string; cookie?: string; body: string }[] = [];
  await using server = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => { body += chunk.toString(); }).on('end', () => {
      seen.push({ authorization: request.headers.authorization, cookie: request.headers.cookie, body });
      response.end('{}');
    });
  });
  const [ann, bob] = people(server.url, 2) as [ReturnType<typeof people>[0], ReturnType<typeof people>[0]];
  ann.api.bearer = 'a-token';
  await bob.api.jar.setCookie('sid=b-cookie', server.url);
  await volley([ann, bob], (user) => ({ method: 'POST', path: '/', json: { from: user.name } }));
  expect(seen.sort((a, b) => a.body.localeCompare(b.body))).toEqual([
    { authorization: 'Bearer a-token', cookie: undefined, body: '{"from":"user-0"}' },
    { authorization: undefined, cookie: 'sid=b-cookie', body: '{"from":"user-1"}' },
  ]);
});

test('a server that hangs up makes the outcome unknown', async () => {
  await using server = await serve((request) => request.socket.destroy());
  const outcome = await measureVolley(people(server.url, 2), () => ({ method: 'POST', path: '/', json: {} }));
  expect(outcome.unknown).toHaveLength(2);
});

test('one request is no volley', async () => {
  await expect(volley(people('http://127.0.0.1:1/', 1), () => ({ method: 'GET', path: '/' }))).rejects.toThrow(/needs at least two requests, got 1/);
});
