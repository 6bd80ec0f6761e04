import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { answered, expect, test as base, type DisputeSession } from './disputes.fixture.js';

const MEBIBYTE = 1024 * 1024;

const test = base.extend<{ people: number; rowsPerFile: number; growthLimitMiB: number }>({
  people: [3, { option: true }],
  rowsPerFile: [200_000, { option: true }],
  growthLimitMiB: [64, { option: true }],
});

test.use({ deployment: { workers: 3 } });

test('D-10 three users upload very large files at once', async ({ users, desk, race, people: count, rowsPerFile, growthLimitMiB, target, stores, tenantId, everythingHolds }) => {
  test.setTimeout(900_000);
  const people = await users(count);
  const instances = target.processes.filter(({ kind }) => kind === 'api').map(({ name }) => name);
  // Each instance has done the whole journey once before it is measured: what it loads lazily is not growth.
  for (const [i] of instances.entries()) await desk(people[0]!).hand({ name: 'small.csv', content: csv(newDisputes(10, `WARM${i}`)) });
  const files = people.map((_, i) => ({ name: 'large.csv', content: csv(newDisputes(rowsPerFile, `U${i}`, i)) }));
  const before = await Promise.all(instances.map((name) => target.memory(name)));

  const uploads = await race(people, (user, i) => desk(user).upload(files[i]!), { label: 'upload' });
  const sessions = uploads.values.map((reply) => answered<DisputeSession>(reply, 201));
  const validations = await race(people, (user, i) => desk(user).validate(sessions[i]!.id), { label: 'validate' });
  expect(validations.values.map((reply) => answered<DisputeSession>(reply, 200).rowCount)).toEqual(people.map(() => rowsPerFile));
  await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });

  await everythingHolds({ deadlineMs: 60_000 });
  const after = await Promise.all(instances.map((name) => target.memory(name)));
  const growth = instances.map((name, i) => ({ name, mebibytes: Math.round((after[i]!.peak - before[i]!.peak) / MEBIBYTE) }));
  test.info().annotations.push({ type: 'peak memory growth', description: growth.map(({ name, mebibytes }) => `${name} ${mebibytes} MiB`).join(', ') });
  expect(growth.filter(({ mebibytes }) => mebibytes >= growthLimitMiB), `peak memory grew by ${JSON.stringify(growth)}`).toEqual([]);
  const { n } = await stores.postgres.one(`select count(*)::int as n from tbl_disputes where tenant_id = $1 and reference like 'U%'`, [tenantId]);
  expect(n).toBe(count * rowsPerFile);
});
