import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import type { Gates } from '../../fixtures/index.js';
import { answered, expect, test as base, type DisputeJob } from './disputes.fixture.js';

const test = base.extend<{ rowsPerFile: number; shared: number }>({
  rowsPerFile: [2000, { option: true }],
  shared: [1500, { option: true }],
});

// Small batches let the two jobs meet many times.
test.use({ deployment: { workers: 2, settings: { JOB_BATCH_ROWS: '20' } } });
// One deployment for all of them.
test.describe.configure({ mode: 'default' });

test('D-05a the same dispute references in two users\' files', async ({ users, desk, race, rowsPerFile, shared, jobsOverlap, stores, tenantId, everythingHolds }) => {
  const people = await users(2);
  const common = newDisputes(shared, 'SAME');
  // Both begin with the shared references in the same order. Who is behind finds rows that exist, is faster for it, and catches up
  // with the one ahead: from there on the two meet at every batch.
  const files = people.map((_, i) => ({ name: 'disputes.csv', content: csv([...common, ...newDisputes(rowsPerFile - shared, `U${i}`)]) }));
  const sessions = await Promise.all(people.map((user, i) => desk(user).prepare(files[i]!)));

  await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });

  await everythingHolds();
  await jobsOverlap();
  const { inserted, duplicates, completed } = await stores.postgres.one(`
    select sum(inserted)::int as inserted, sum(duplicates)::int as duplicates, count(*) filter (where status = 'COMPLETED')::int as completed from dispute_jobs where tenant_id = $1`, [tenantId]);
  const { n } = await stores.postgres.one('select count(*)::int as n from tbl_disputes where tenant_id = $1', [tenantId]);
  expect({ inserted, duplicates, completed, disputes: n }).toEqual({ inserted: 2 * rowsPerFile - shared, duplicates: shared, completed: 2, disputes: 2 * rowsPerFile - shared });
});

for (const [id, what, gateOf] of [
  // Each job's INSERT has looked for the references that exist before any row of either is written.
  ['b', 'both jobs have looked for the references before either writes', (gates: Gates) => gates.trigger('tbl_disputes')],
  // Each job has inserted its disputes and now counts them; the row of the total is the last that they have in common.
  ['c', 'both jobs count their disputes into the same total', (gates: Gates, tenantId: string) => gates.row('dispute_totals', { tenant_id: tenantId })],
] as const) {
  test(`D-05${id} ${what}`, async ({ users, desk, race, gates, stores, tenantId, everythingHolds }) => {
    const people = await users(2);
    const rows = newDisputes(10, 'SAME');
    const { job } = await desk(people[0]).hand({ name: 'first.csv', content: csv(newDisputes(1, 'FIRST')) });
    await desk(people[0]).ended(job.id);
    const files = id === 'b' ? [rows, rows] : [rows, newDisputes(10, 'OTHER')];
    const sessions = await Promise.all(people.map((user, i) => desk(user).prepare({ name: 'disputes.csv', content: csv(files[i]!) })));

    await gateOf(gates, tenantId).during(async () => {
      const { values } = await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });
      const jobs = values.map((reply) => answered<{ job: DisputeJob }>(reply, 202).job.id);
      await Promise.all(people.map((user, i) => desk(user).ended(jobs[i]!)));
    });

    await everythingHolds();
    const { n } = await stores.postgres.one('select count(*)::int as n from tbl_disputes where tenant_id = $1', [tenantId]);
    expect(n).toBe(1 + (id === 'b' ? 10 : 20));
  });
}
