import { writeFileSync } from 'node:fs';
import { expect, test } from '../../../../fixtures/index.js';

/** Fails on purpose, with everything in play that could leak: pages, requests, evidence, rows, messages, logs, a trace. */
test('Z-07 a failure that has seen secrets', async ({ page, request, users, race, stores, signIn, target }) => {
  await page.goto('/disputes');
  await page.getByLabel('CSV file').waitFor();
  await request.get('/api/me');
  const [ann, bob] = await users(2);
  const cookies = await page.context().cookies();
  const inStores = Object.values(target.stores).map((address) => /:\/\/[^:]*:([^@]+)@/.exec(String(address))?.[1]).filter((password) => password !== undefined);
  const secrets = [ann, bob].flatMap((user) => [user.credentials.password, user.api.bearer!, user.tenant!.key]);
  writeFileSync(process.env.SAMPLE_SECRETS!, JSON.stringify([...secrets, ...cookies.map(({ value }) => value), ...inStores]));
  await race([ann, bob], (user) => signIn(user.credentials));
  await expect(stores).toHold({ name: 'no store has an address', offending: async () => Object.entries(target.stores).map(([store, address]) => ({ store, address: String(address) })) });
});
