import { expect, test as base } from '@playwright/test';
import { connectStack } from '../../../fixtures/stack/client.js';
import { Grounds } from '../../../fixtures/stack/grounds.js';
import { dummy } from './dummy.application.js';

const test = base.extend<{ grounds: Grounds }>({
  grounds: async ({}, use) => {
    const stack = await connectStack();
    const grounds = new Grounds(stack);
    await use(grounds);
    await grounds.close();
    await stack.close();
  },
});

const one = { instances: 1, workers: 0 };
const answers = async (url: string): Promise<boolean> => await fetch(`${url}/who`).then(({ ok }) => ok, () => false);

test('a file keeps its deployment from test to test, and another file has one of its own', async ({ grounds }) => {
  const first = await grounds.of('a.spec.ts', dummy, { ...one });
  expect(await grounds.of('a.spec.ts', dummy, { ...one })).toBe(first);
  expect(await answers(first.deployment.baseURL)).toBe(true);
  const second = await grounds.of('b.spec.ts', dummy, one);
  expect(second.deployment.id).not.toBe(first.deployment.id);
  expect(await answers(first.deployment.baseURL), 'what a file leaves is given back').toBe(false);
  expect(await answers(second.deployment.baseURL)).toBe(true);
});

test('a group of tests that wants something else gets something else', async ({ grounds }) => {
  const first = await grounds.of('a.spec.ts', dummy, { ...one, settings: { GREETING: 'good day' } });
  const second = await grounds.of('a.spec.ts', dummy, { ...one, settings: { GREETING: 'good night' } });
  expect(second.deployment.id).not.toBe(first.deployment.id);
  expect(await (await fetch(`${second.deployment.baseURL}/who`)).json()).toMatchObject({ greeting: 'good night' });
});

test('what is kept beside a deployment is opened once, and closed with it, the last first', async ({ grounds }) => {
  const events: string[] = [];
  const ground = await grounds.of('a.spec.ts', dummy, one);
  const keep = (what: string): Promise<string> => ground.keep(what, async () => { events.push(`open ${what}`); return what; }, async (kept) => { events.push(`close ${kept}`); });
  await expect(ground.keep('stores', async () => { throw new Error('not up yet'); }, async () => undefined)).rejects.toThrow('not up yet');
  expect([await keep('stores'), await keep('account'), await keep('stores')]).toEqual(['stores', 'account', 'stores']);
  await grounds.of('b.spec.ts', dummy, one);
  expect(events).toEqual(['open stores', 'open account', 'close account', 'close stores']);
});

test('a deployment of one\'s own without an application is refused', async ({ grounds }) => {
  await expect(grounds.of('a.spec.ts', undefined, one)).rejects.toThrow('needs the option `application`');
});
