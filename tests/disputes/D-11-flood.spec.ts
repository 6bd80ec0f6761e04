import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { expect, test as base } from './disputes.fixture.js';

const LIMIT = 20;

const test = base.extend<{ flood: number; neighbours: number }>({
  flood: [50, { option: true }],
  neighbours: [5, { option: true }],
});

test.use({ deployment: { wire: true, workers: 1, settings: { UPLOADS_PER_MINUTE: String(LIMIT) } } });
// One deployment for all of them.
test.describe.configure({ mode: 'default' });

test('D-11a one user floods the upload endpoint while another works', async ({ users, desk, race, flood, neighbours, stores, tenantId, everythingHolds }) => {
  const [flooder, neighbour] = await users(2);
  const file = (i: number) => ({ name: `${i}.csv`, content: csv(newDisputes(3, `F${i}`)) });

  const outcome = await race([...Array.from({ length: flood }, () => flooder), ...Array.from({ length: neighbours }, () => neighbour)], (user, i) => desk(user).upload(file(i)), { label: 'upload' });

  const of = (user: typeof flooder) => outcome.operations.filter((operation) => operation.user === user.name);
  expect(of(neighbour).map(({ status }) => status), 'the neighbour is untouched').toEqual(Array<number>(neighbours).fill(201));
  expect(of(flooder).filter(({ status }) => status === 201)).toHaveLength(LIMIT);
  const refused = of(flooder).filter(({ status }) => status === 429);
  expect(refused).toHaveLength(flood - LIMIT);
  for (const { value } of refused) {
    expect(Number(value!.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(value!.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(value!.headers['x-ratelimit-limit']).toBe(String(LIMIT));
    expect(value!.headers['x-ratelimit-remaining']).toBe('0');
  }

  await everythingHolds();
  const stored = await stores.postgres.rows('select u.name, count(*)::int as sessions from dispute_sessions s join users u on u.id = s.uploaded_by where s.tenant_id = $1 group by u.name order by u.name', [tenantId]);
  expect(stored, 'refused means nothing stored').toEqual([{ name: flooder.name, sessions: LIMIT }, { name: neighbour.name, sessions: neighbours }]);
  const { rows } = await stores.postgres.one('select count(*)::int as rows from dispute_sessions');
  expect(await stores.files.list(), 'nor a file').toHaveLength(rows as number);
});

test('D-11b all uploads of a flood ask for the count before any is counted', async ({ users, desk, race, gates, flood, target, stores, tenantId, everythingHolds }) => {
  const [flooder] = await users(1);

  // More than can wait, one a connection: so it holds until no more come, with the rest of the flood queued behind them.
  const instances = target.processes.filter(({ kind }) => kind === 'api').length;
  const { result: outcome } = await gates.redis().during(
    () => race(Array.from({ length: flood }, () => flooder), (user, i) => desk(user).upload({ name: `${i}.csv`, content: csv(newDisputes(3, `G${i}`)) }), { label: 'upload' }),
    { waiters: instances + 1, quietMs: 700, withinMs: 4000 },
  );

  expect(outcome).toHaveStatuses({ 201: LIMIT, 429: flood - LIMIT });
  await everythingHolds();
  expect(await stores.postgres.one('select count(*)::int as sessions from dispute_sessions where tenant_id = $1', [tenantId]), 'refused means nothing stored').toEqual({ sessions: LIMIT });
});
