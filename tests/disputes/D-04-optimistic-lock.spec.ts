import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { answered, expect, test as base, type DisputeSession } from './disputes.fixture.js';

const test = base.extend<{ rounds: number }>({ rounds: [25, { option: true }] });

test('D-04a two writers hold the same version of a session', async ({ users, desk, signIn, volley, rounds, stores, everythingHolds }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const { id, version: first } = answered<DisputeSession>(await desk(ann).upload({ name: 'disputes.csv', content: csv(newDisputes(5, 'V')) }), 201);
  let version = first;

  const outcome = await volley([ann, phone], (_, i, round) => ({ method: 'PATCH', path: `/api/disputes/sessions/${id}`, json: { version, label: `writer ${i}, round ${round}` } }), {
    label: 'both change the same version',
    rounds,
    before: async () => { version = answered<DisputeSession>(await desk(ann).session(id), 200).version; },
  });

  expect(outcome).toHaveStatuses({ 200: rounds, 409: rounds });
  const stored = await stores.postgres.one<{ version: number; label: string }>('select version, label from dispute_sessions where id = $1', [id]);
  expect(stored.version).toBe(first + outcome.acknowledged.length);
  expect(stored.label).toBe(answered<DisputeSession>(outcome.acknowledged.at(-1)!.value!, 200).label);
  await everythingHolds();
});

test('D-04b both writers have read the version before either writes', { tag: '@quick' }, async ({ users, desk, signIn, race, gates, stores, everythingHolds }) => {
  const [ann] = await users(1);
  const phone = await signIn(ann.credentials);
  const { id, version } = answered<DisputeSession>(await desk(ann).upload({ name: 'disputes.csv', content: csv(newDisputes(5, 'V')) }), 201);

  const { result: outcome } = await gates.row('dispute_sessions', { id }).during(() => race([ann, phone], (user, i) => desk(user).rename(id, version, `writer ${i}`), { label: 'both change the same version' }));

  expect(outcome).toHaveStatuses({ 200: 1, 409: 1 });
  const stored = await stores.postgres.one<{ version: number; label: string }>('select version, label from dispute_sessions where id = $1', [id]);
  expect(stored).toEqual({ version: version + 1, label: answered<DisputeSession>(outcome.acknowledged[0]!.value!, 200).label });
  await everythingHolds();
});
