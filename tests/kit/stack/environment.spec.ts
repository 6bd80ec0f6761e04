import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { loadVariables, readEnvironment } from '../../../fixtures/stack/environment.js';

const external = {
  CONTEND_STACK: 'external',
  CONTEND_BASE_URL: 'http://127.0.0.1:8080/',
  CONTEND_POSTGRES_URL: 'postgres://ann:s3cret@localhost:5432/shop',
  CONTEND_REDIS_URL: 'redis://:s3cret@127.0.0.1:6379/0',
  CONTEND_RABBITMQ_URL: 'amqp://ann:s3cret@[::1]:5672/shop',
  CONTEND_RABBITMQ_MANAGEMENT_URL: 'http://ann:s3cret@127.0.0.1:15672',
};

test('without a word, the suite runs a stack of its own', () => {
  expect(readEnvironment({ PATH: '/bin' })).toMatchObject({ mode: 'embedded', wire: false });
  expect(readEnvironment({ CONTEND_WIRE: '1' })).toMatchObject({ mode: 'embedded', wire: true });
});

test('the environment has precedence over .env, and a value of nothing is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'contend-env-'));
  try {
    writeFileSync(join(folder, '.env'), 'CONTEND_STACK=external\nCONTEND_BASE_URL=http://127.0.0.1:1 # the target\nCONTEND_FILES_DIR=\n');
    expect(loadVariables(join(folder, '.env'), { CONTEND_BASE_URL: 'http://127.0.0.1:2' })).toEqual({ CONTEND_STACK: 'external', CONTEND_BASE_URL: 'http://127.0.0.1:2' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('external addresses on this machine are taken as they are', () => {
  expect(readEnvironment(external)).toEqual({
    mode: 'external',
    target: {
      baseURL: 'http://127.0.0.1:8080', postgres: external.CONTEND_POSTGRES_URL, redis: external.CONTEND_REDIS_URL,
      rabbitmq: external.CONTEND_RABBITMQ_URL, rabbitmqManagement: external.CONTEND_RABBITMQ_MANAGEMENT_URL,
    },
  });
});

test('services beside the target have addresses of their own, held to the same rules', () => {
  const services = (value: string) => readEnvironment({ ...external, CONTEND_SERVICES: value });
  expect(services('bank=http://127.0.0.1:9000/, post=http://localhost:25')).toMatchObject({ target: { services: { bank: 'http://127.0.0.1:9000', post: 'http://localhost:25' } } });
  expect(() => services('http://127.0.0.1:9000')).toThrow(/^CONTEND_SERVICES: expected the addresses of services/);
  expect(() => services('bank=http://bank.example.org')).toThrow(/CONTEND_SERVICES names the host bank\.example\.org, which is not this machine/);
});

test('a store may lack an address', () => {
  const { CONTEND_RABBITMQ_URL: _, CONTEND_RABBITMQ_MANAGEMENT_URL: __, ...without } = external;
  expect(readEnvironment(without)).toMatchObject({ mode: 'external', target: { postgres: external.CONTEND_POSTGRES_URL, rabbitmq: undefined, rabbitmqManagement: undefined } });
});

test('another machine is refused until it is allowed by name', () => {
  const foreign = { ...external, CONTEND_POSTGRES_URL: 'postgres://ann:s3cret@db.example.org/shop' };
  expect(() => readEnvironment(foreign)).toThrow(/CONTEND_POSTGRES_URL names the host db\.example\.org, which is not this machine: .* CONTEND_ALLOW_HOSTS=db\.example\.org\.$/);
  expect(readEnvironment({ ...foreign, CONTEND_ALLOW_HOSTS: 'shop.example.org, DB.example.org' })).toMatchObject({ mode: 'external' });
});

for (const host of ['localhost.example.org', '127.0.0.1.example.org', '10.0.0.1', '[2001:db8::1]', '0.0.0.0']) {
  test(`${host} does not pass for this machine`, () => {
    expect(() => readEnvironment({ ...external, CONTEND_BASE_URL: `http://${host}:8080` })).toThrow(/is not this machine/);
  });
}

const { CONTEND_BASE_URL: _, ...withoutTarget } = external;

const wrong: { what: string; variables: Record<string, string>; says: RegExp }[] = [
  { what: 'a variable misspelt', variables: { CONTEND_BASE_ULR: 'x' }, says: /no variable CONTEND_BASE_ULR\. Did you mean "CONTEND_BASE_URL"\?/ },
  { what: 'a mode that does not exist', variables: { CONTEND_STACK: 'compsoe' }, says: /expected one of embedded, compose, external, found "compsoe"\. Did you mean "compose"\?/ },
  { what: 'an address without its mode', variables: { CONTEND_BASE_URL: 'http://127.0.0.1' }, says: /CONTEND_BASE_URL is set, but CONTEND_STACK is not/ },
  { what: 'the target\'s address missing', variables: withoutTarget, says: /CONTEND_BASE_URL is not set.*http:\/\/127\.0\.0\.1:8080/ },
  { what: 'an address of the wrong kind', variables: { ...external, CONTEND_REDIS_URL: 'http://:s3cret@127.0.0.1' }, says: /expected the address of its Redis database.*found "http:\/\/:\*\*\*@127\.0\.0\.1"/ },
  { what: 'a patch for what the suite did not build', variables: { ...external, CONTEND_PATCH: 'x.patch' }, says: /CONTEND_PATCH: a patch needs CONTEND_STACK=embedded/ },
  { what: 'a patch that is not there', variables: { CONTEND_PATCH: 'no.patch' }, says: /CONTEND_PATCH: expected a patch file, found none at no\.patch/ },
  { what: 'proxies before what the suite did not start', variables: { ...external, CONTEND_WIRE: '1' }, says: /CONTEND_WIRE: proxies need CONTEND_STACK=embedded/ },
  { what: 'a switch that is neither on nor off', variables: { CONTEND_WIRE: 'yes' }, says: /CONTEND_WIRE: expected 1 or nothing, found "yes"/ },
  { what: 'film strips neither in nor out', variables: { CONTEND_FILM_STRIP: 'off' }, says: /CONTEND_FILM_STRIP: expected 0 \(traces without a film strip\) or 1 \(with one\), found "off"/ },
];

for (const { what, variables, says } of wrong) {
  test(`refused in one sentence: ${what}`, () => {
    expect(() => readEnvironment(variables)).toThrow(says);
    expect(() => readEnvironment(variables)).not.toThrow(/s3cret/);
  });
}
