import { expect, test } from '@playwright/test';
import { redact } from '../../../fixtures/report/redact.js';
import { scrub } from '../../../fixtures/report/scrub-trace.js';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';

for (const [what, text, clean] of [
  ['a password in JSON', '{"email":"a@b.c","password":"hunter2"}', '{"email":"a@b.c","password":"***"}'],
  ['a password cut off in the middle', '{"password":"hunt', '{"password":"***"'],
  ['a token in JSON', `{"accessToken":"${TOKEN}","n":1}`, '{"accessToken":"***","n":1}'],
  ['a token anywhere', `got ${TOKEN}!`, 'got ***!'],
  ['an Authorization header', 'authorization: Bearer abcdef0123456789', 'authorization: Bearer ***'],
  ['a connection URL', 'postgres://app:hunter2@127.0.0.1:5432/x', 'postgres://app:***@127.0.0.1:5432/x'],
  ['a URL without a user name', 'redis://:hunter2@127.0.0.1:6379/1', 'redis://:***@127.0.0.1:6379/1'],
  ['a cookie', 'Set-Cookie: bazaar_refresh=abc123; Path=/', 'Set-Cookie: bazaar_refresh=***; Path=/'],
] as const) {
  test(`${what} is struck out`, () => { expect(redact(text)).toBe(clean); });
}

test('what is no secret stays', () => {
  const text = '{"tokens":3,"reference":"U1-000001"} postgres://127.0.0.1/x at 12:30:00';
  expect(redact(text)).toBe(text);
});

test('in a trace, headers and bodies are struck out', () => {
  const line = JSON.stringify({ headers: [{ name: 'Authorization', value: 'Bearer abc' }, { name: 'cookie', value: 'a=b' }, { name: 'accept', value: '*/*' }], postData: JSON.stringify({ password: 'hunter2', name: 'ann' }) });
  const clean = scrub(line);
  expect(clean).not.toMatch(/Bearer abc|a=b|hunter2/);
  expect(JSON.parse(clean)).toEqual({ headers: [{ name: 'Authorization', value: '***' }, { name: 'cookie', value: '***' }, { name: 'accept', value: '*/*' }], postData: JSON.stringify({ password: '***', name: 'ann' }) });
});
