import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { expect, test as base } from './disputes.fixture.js';

const test = base.extend<{ rowsPerFile: number; shared: number }>({
  rowsPerFile: [2000, { option: true }],
  shared: [1500, { option: true }],
});

// Small batches interleave the two jobs many times.
test.use({ deployment: { workers: 2, settings: { JOB_BATCH_ROWS: '50' } } });

test('D-05 the same dispute references in two users\' files', async ({ users, desk, race, rowsPerFile, shared, jobsOverlap, stores, tenantId, everythingHolds }) => {
  const people = await users(2);
  const common = newDisputes(shared, 'SAME');
  const files = people.map((_, i) => {
    // The second file runs through the shared references backwards, so that the two jobs meet in the middle of each other's rows.
    const rows = [...common, ...newDisputes(rowsPerFile - shared, `U${i}`)];
    return { name: 'disputes.csv', content: csv(i === 0 ? rows : rows.reverse()) };
  });
  const sessions = await Promise.all(people.map((user, i) => desk(user).prepare(files[i]!)));

  await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });

  await everythingHolds();
  await jobsOverlap();
  const { inserted, duplicates, completed } = await stores.postgres.one(`
    select sum(inserted)::int as inserted, sum(duplicates)::int as duplicates, count(*) filter (where status = 'COMPLETED')::int as completed from dispute_jobs where tenant_id = $1`, [tenantId]);
  const { n } = await stores.postgres.one('select count(*)::int as n from tbl_disputes where tenant_id = $1', [tenantId]);
  expect({ inserted, duplicates, completed, disputes: n }).toEqual({ inserted: 2 * rowsPerFile - shared, duplicates: shared, completed: 2, disputes: 2 * rowsPerFile - shared });
});
